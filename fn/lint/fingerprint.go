package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// fingerprint gives findings their fingerprints. Those that are alike, as the
// same mistake in two rules of one route, are numbered, so that one more or one
// less of them shows.
func fingerprint(found []*Finding) {
	alike := map[string]int{}
	for _, f := range found {
		id := f.identity()
		alike[id]++
		sum := sha256.Sum256([]byte(id))
		f.Fingerprint = fmt.Sprintf("%s:%d", hex.EncodeToString(sum[:16]), alike[id])
	}
}

// identity is what a finding remains the same by when lines move, documents
// change places and messages are worded anew: the rule, the object, the place
// in it, and the value at fault.
func (f *Finding) identity() string {
	return strings.Join([]string{f.Name, f.Subject(), f.StablePath(), f.faulty()}, "\x00")
}

// Subject names what a finding is about, as kubectl does: HTTPRoute.group
// namespace/name. Where the document is no object, or has no name, it is the
// file.
func (f *Finding) Subject() string {
	if f.Object == nil || f.Object.Name == "" {
		return path.Clean(f.At.Doc.File.Name)
	}
	return subjectOf(f.Object)
}

func subjectOf(o *object.Object) string {
	if o.Namespace == "" {
		return o.Kind.String() + " " + o.Name
	}
	return o.Kind.String() + " " + o.Namespace + "/" + o.Name
}

// StablePath is the path of a finding with the items of lists called by their
// names. An item without a name is written [], whichever it is: its number
// changes when others come and go.
func (f *Finding) StablePath() string {
	var b strings.Builder
	n := f.At.Doc.Root()
	for _, s := range f.At.Path {
		if s.IsIndex {
			if n = n.Get(s.Index); n.Get("name").Text() == "" {
				b.WriteString("[]")
			} else {
				fmt.Fprintf(&b, "[name=%q]", n.Get("name").Text())
			}
			continue
		}
		n = n.Get(s.Key)
		key := source.P(s.Key).String()
		if b.Len() > 0 && !strings.HasPrefix(key, "[") {
			b.WriteByte('.')
		}
		b.WriteString(key)
	}
	return b.String()
}

// faulty is the value at fault. One that may be secret counts for nothing: from
// a digest a short one can be guessed. An ignore in a comment has no path and
// no value, and is told by its text.
func (f *Finding) faulty() string {
	switch {
	case f.Name == RuleBadYAML:
		return ""
	case f.Object == nil && len(f.At.Path) == 0:
		return strings.TrimSpace(string(f.At.Doc.File.Bytes()[f.At.Span.Start:f.At.Span.End]))
	case f.At.Value == nil || IsSecret(f.At.Doc.Root(), f.At.Path):
		return ""
	}
	return fmt.Sprintf("%T %v", f.At.Value, f.At.Value)
}
