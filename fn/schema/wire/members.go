package wire

import (
	"strconv"

	"github.com/gatefix/gatefix/fn/source"
)

// Member is a key of a mapping and its value.
type Member struct {
	Name  string
	Value *source.Node
	Key   *source.Node
}

// maxMerges bounds chains of merge keys, which may be circular.
const maxMerges = 16

// Members appends the keys of a mapping with those it merges in, as a decoder
// sees them.
func Members(out []Member, n *source.Node) []Member { return appendMembers(out, len(out), n, nil, 0) }

// appendMembers appends to out, of which the first base belong to others.
func appendMembers(out []Member, base int, n *source.Node, seen map[string]bool, depth int) []Member {
	n = n.Get()
	if !n.IsMapping() || depth > maxMerges {
		return out
	}
	merges := false
	for i := range n.Pairs {
		p := &n.Pairs[i]
		if p.Key.Tag == source.Merge {
			merges = true
			continue
		}
		if name := KeyName(p.Key); !seen[name] {
			out = append(out, Member{name, p.Value, p.Key})
		}
	}
	if !merges {
		return out
	}
	names := make(map[string]bool, len(out)-base)
	for _, m := range out[base:] {
		names[m.Name] = true
	}
	for _, p := range n.Pairs {
		if p.Key.Tag != source.Merge {
			continue
		}
		for _, from := range mergedFrom(p.Value) {
			before := len(out)
			out = appendMembers(out, base, from, names, depth+1)
			for _, m := range out[before:] {
				names[m.Name] = true
			}
		}
	}
	return out
}

func mergedFrom(v *source.Node) []*source.Node {
	if v.IsSequence() {
		return v.Seq()
	}
	return []*source.Node{v}
}

// KeyName is a key as kubectl writes it in JSON: on: becomes "true", 0x10:
// becomes "16".
func KeyName(k *source.Node) string {
	k = k.Get()
	if k == nil || k.Kind != source.Scalar {
		return ""
	}
	switch v := Scalar(k); v.Type {
	case Boolean:
		return strconv.FormatBool(v.Bool)
	case Integer:
		return strconv.FormatInt(v.Int, 10)
	case Number:
		return strconv.FormatFloat(v.Float, 'g', -1, 32)
	}
	return k.Value
}
