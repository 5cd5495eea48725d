package krm

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// configuration is the functionConfig. A host re-renders it, so lines and
// columns mean nothing to its author: places in it are paths.
type configuration struct {
	doc *source.Doc // a text of its own; nil where there is none
	cfg *lint.Config
	// validator: kpt drops what comes back.
	validator bool
}

// configError is what is wrong with the functionConfig, and where.
type configError struct {
	message string
	doc     *source.Doc
	at      *source.Node // nil: the whole of it
}

func (e *configError) Error() string { return e.message }

// readConfig reads the functionConfig. None at all is the default
// configuration, and so are an empty one and the empty ConfigMap that kpt makes
// up.
func readConfig(list *source.Doc, known []string) (configuration, error) {
	c := configuration{cfg: lint.Defaults()}
	if list != nil {
		if err := c.parse(list.Root().Get("functionConfig"), known); err != nil {
			return c, err
		}
	}
	if c.cfg.Mode == lint.DefaultMode {
		c.cfg.Mode = lint.FixMode
	}
	return c, nil
}

// placedIn takes the place in the pipeline of kpt into account. A validator only
// checks, whatever its mode: a repair that kpt drops must not pass for one.
func (c *configuration) placedIn(at step) {
	c.cfg.Assume.Partial, c.validator = at.selection, at.validator
	if at.validator {
		c.cfg.Mode = lint.CheckMode
	}
}

func (c *configuration) parse(n *source.Node, known []string) error {
	switch {
	case n == nil || n.IsNull() || n.IsMapping() && len(n.Pairs) == 0:
		return nil
	case !n.IsMapping():
		return &configError{message: "functionConfig is not a mapping"}
	}
	text, err := flatten(n)
	if err != nil {
		return &configError{message: err.Error()}
	}
	f, err := source.Parse("functionConfig", []byte(text))
	if err != nil {
		return &configError{message: err.Error()}
	}
	c.doc = append(f.Lists(), f.Docs...)[0] // some kinds of list are no configuration either
	c.cfg, err = lint.ParseConfig(c.doc, known)
	if err != nil {
		return c.placed(err)
	}
	return nil
}

// placed turns the position of an error into the node that stands there.
func (c *configuration) placed(err error) error {
	out := &configError{message: err.Error(), doc: c.doc}
	var e *source.Error
	if !errors.As(err, &e) {
		return out
	}
	out.message = "functionConfig: " + strings.TrimPrefix(e.Message, "configuration: ")
	c.doc.Root().Walk(func(n *source.Node) bool {
		for _, p := range n.Pairs {
			if c.position(p.Key) == e.Position || c.position(p.Value) == e.Position {
				out.at = p.Value
			}
		}
		for _, item := range n.Items {
			if c.position(item) == e.Position {
				out.at = item
			}
		}
		return out.at == nil
	})
	return out
}

// crds returns the CustomResourceDefinitions that the configuration names.
// Relative names start at the folder of the configuration, where kpt tells it,
// else at the working directory of the function, which for kustomize is that of
// the kustomization.
func (c *configuration) crds() []string {
	if c.doc == nil {
		return nil
	}
	ann := c.doc.Root().Get("metadata", "annotations")
	pkg := ann.Get(annPackage).Text()
	var out []string
	for _, name := range c.cfg.CRDs {
		if name = filepath.FromSlash(name); pkg != "" && !filepath.IsAbs(name) {
			name = filepath.Join(filepath.FromSlash(pkg), filepath.Dir(filepath.FromSlash(pathOf(ann))), name)
		}
		out = append(out, name)
	}
	return out
}

// badCRDs is what is wrong with them.
func (c *configuration) badCRDs(err error) error {
	root := c.doc.Root()
	return &configError{message: "functionConfig: crds: " + err.Error(), doc: c.doc, at: cmp.Or(root.Get("spec", "crds"), root.Get("data", "crds"))}
}

func (c *configuration) position(n *source.Node) source.Position {
	return c.doc.File.Position(c.doc.Span(n).Start)
}

// maxConfigNodes bounds the functionConfig with its aliases written out, which
// hostile input can make grow without end.
const maxConfigNodes = 100_000

// flatten writes a node as a document of its own on one line, aliases written
// out, since what they stand for may be outside.
func flatten(n *source.Node) (string, error) {
	w := &flattener{left: maxConfigNodes}
	w.node(n)
	if w.left < 0 {
		return "", fmt.Errorf("functionConfig holds more than %d values; its aliases may repeat each other", maxConfigNodes)
	}
	return w.b.String() + "\n", nil
}

type flattener struct {
	b    strings.Builder
	left int
}

func (w *flattener) node(n *source.Node) {
	n = n.Get() // follows an alias
	if w.left--; w.left < 0 || n == nil {
		w.b.WriteString("null")
		return
	}
	switch n.Kind {
	case source.Mapping:
		w.b.WriteString("{")
		for i, p := range n.Pairs {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.key(p.Key)
			w.node(p.Value)
		}
		w.b.WriteString("}")
	case source.Sequence:
		w.b.WriteString("[")
		for i, item := range n.Items {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.node(item)
		}
		w.b.WriteString("]")
	default:
		w.scalar(n)
	}
}

func (w *flattener) key(k *source.Node) {
	if k.Tag == source.Merge {
		w.b.WriteString("<<: ")
		return
	}
	w.b.WriteString(strconv.Quote(k.Value) + ": ")
}

// scalar keeps a plain true, 5 or off plain, so that it stays what it was.
func (w *flattener) scalar(n *source.Node) {
	_, isBool := n.Bool()
	switch {
	case n.Tag == source.Null:
		w.b.WriteString("null")
	case n.Style == source.Plain && (isBool || n.Tag == source.Int || n.Tag == source.Float):
		w.b.WriteString(n.Value)
	default:
		w.b.WriteString(strconv.Quote(n.Value)) // a YAML string too
	}
}

// isItself reports whether an item of the list is the configuration: kpt hands
// the file that configPath names to the function among the items. A Gatefix
// document is known by its kind; a ConfigMap only by being the same. Items that
// do not hold its name are not parsed for it.
func (c *configuration) isItself(item *source.Doc) bool {
	if c.doc == nil {
		return false
	}
	root := c.doc.Root()
	name := root.Get("metadata", "name").Text()
	if root.Get("kind").Text() != "ConfigMap" || name == "" || !bytes.Contains(item.Text(), []byte(name)) {
		return false
	}
	p, ok := item.Peek()
	if ok && (p.Kind != "ConfigMap" || p.APIVersion != "v1") {
		return false
	}
	return sameObject(item.Root(), root)
}
