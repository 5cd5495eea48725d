package krm

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/source"
)

// places tells where objects come from. Hosts say the file of an item, some
// of them, and never the line. A function that runs beside the files (not in a
// container) can look; what it finds counts only where the file still holds
// the object that came in.
type places struct {
	root string // package that kpt renders
	read func(name string) ([]byte, error)
	seen map[string]*source.File // nil: cannot be read
}

// fileOf returns the file that the annotations of an object name, relative to
// the package or the kustomization being built.
func (p *places) fileOf(root *source.Node) fileRef {
	ann := root.Get("metadata", "annotations")
	name := pathOf(ann)
	if name == "" {
		return fileRef{path: originOf(ann)}
	}
	index, _ := strconv.Atoi(firstOf(ann, annIndex, annOldIndex))
	return fileRef{path: path.Join(below(p.root, ann.Get(annPackage).Text()), filepath.ToSlash(name)), index: max(index, 0)}
}

// fileOf returns what names the file that an item came from, "" where the host
// does not say.
func (s *stream) fileOf() func(item *source.Doc) string {
	root := sync.OnceValue(func() string { return rootPackage(s.input) })
	return func(item *source.Doc) string {
		p := places{root: root()}
		return p.fileOf(item.Root()).path
	}
}

// pathOf returns the file that the host says an object stands in. kustomize
// says none: what it hands to a second function holds the path that it made up
// for writing what the first one returned.
func pathOf(ann *source.Node) string {
	if ann.Has(annKustomize) {
		return ""
	}
	return firstOf(ann, annPath, annOldPath)
}

func firstOf(ann *source.Node, keys ...string) string {
	for _, k := range keys {
		if s := ann.Get(k).Text(); s != "" {
			return s
		}
	}
	return ""
}

// below returns dir relative to root; "" where it is not below it.
func below(root, dir string) string {
	rest, ok := strings.CutPrefix(filepath.ToSlash(dir), strings.TrimSuffix(filepath.ToSlash(root), "/")+"/")
	if !ok || root == "" {
		return ""
	}
	return rest
}

// originOf reads the annotation that kustomize writes when buildMetadata asks
// for it. A file of another repository is no file here.
func originOf(ann *source.Node) string {
	text := ann.Get(annOrigin).Text()
	if text == "" {
		return ""
	}
	f, err := source.Parse("origin", []byte(text))
	if err != nil || len(f.Docs) == 0 || f.Docs[0].Err() != nil {
		return ""
	}
	origin := f.Docs[0].Root()
	if origin.Has("repo") {
		return ""
	}
	return firstOf(origin, "path", "configuredIn")
}

// position returns where a value of an item stands in the file on disk, or a
// zero Position. The span is that of the value or of its key, in the item's
// document.
func (p *places) position(item *source.Doc, at source.Path, isKey bool) source.Position {
	root := item.Root()
	if p.read == nil || root == nil {
		return source.Position{}
	}
	for _, name := range p.candidates(root) {
		f := p.file(name)
		if f == nil {
			continue
		}
		for _, d := range f.Docs {
			if d.Err() == nil && refOf(d.Root()) == refOf(root) && sameObject(d.Root(), root) {
				return positionIn(d, at, isKey)
			}
		}
	}
	return source.Position{}
}

// candidates are the names under which the file of an item may be found.
func (p *places) candidates(root *source.Node) []string {
	ann := root.Get("metadata", "annotations")
	name := filepath.FromSlash(pathOf(ann))
	if name == "" {
		return tails(originOf(ann))
	}
	if !filepath.IsLocal(name) {
		return nil
	}
	if pkg := ann.Get(annPackage).Text(); pkg != "" {
		return []string{filepath.Join(filepath.FromSlash(pkg), name)}
	}
	return []string{name}
}

// tails returns the ends of a path that do not leave the folder: kustomize
// writes an origin as it is seen from the kustomization being built, and runs
// the function in the folder of the one that lists it.
func tails(name string) []string {
	var out []string
	for name != "" {
		if filepath.IsLocal(filepath.FromSlash(name)) {
			out = append(out, filepath.FromSlash(name))
		}
		_, name, _ = strings.Cut(name, "/")
	}
	return out
}

func (p *places) file(name string) *source.File {
	if f, ok := p.seen[name]; ok {
		return f
	}
	if p.seen == nil {
		p.seen = map[string]*source.File{}
	}
	if text, err := p.read(name); err == nil {
		p.seen[name], _ = source.Parse(name, text)
	}
	return p.seen[name]
}

func positionIn(d *source.Doc, at source.Path, isKey bool) source.Position {
	at = d.Root().Written(at)
	n := nodeAt(d.Root(), at)
	if isKey && len(at) > 0 {
		n = nodeAt(d.Root(), at[:len(at)-1]).Key(at[len(at)-1].Key)
	}
	if n == nil {
		return source.Position{}
	}
	return d.File.Position(d.Span(n).Start)
}
