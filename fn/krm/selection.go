package krm

import (
	"bytes"

	"github.com/gatefix/gatefix/fn/kpt"
	"github.com/gatefix/gatefix/fn/source"
)

// annSelected ends the name of the annotation, which changed its prefix, by
// which kpt finds the items that it selected for a function again.
const annSelected = "/kpt-resource-id"

// isSelection reports whether the items are those of a package that selectors
// or exclude chose, so that what a reference leads to may have been left out.
// kpt marks them for mutators and for `kpt fn eval`. For validators it does not:
// there the Kptfile tells, or its absence among the resources of a package.
// https://kpt.dev/book/04-using-functions/#specifying-selectors
func (s *stream) isSelection() bool {
	if bytes.Contains(s.input, []byte(annKustomize)) {
		return false
	}
	if bytes.Contains(s.input, []byte(annSelected)) {
		return true
	}
	root := rootPackage(s.input)
	if root == "" {
		return false // nobody renders a package
	}
	found := false
	for _, d := range s.file.Docs {
		if !isKptfile(d) {
			continue
		}
		if kpt.ValidatesSelection(d.Root()) {
			return true
		}
		found = found || d.Root().Get("metadata", "annotations", annPackage).Text() == root
	}
	return !found
}

func isKptfile(d *source.Doc) bool {
	if !bytes.Contains(d.Text(), []byte(kpt.FileName)) {
		return false
	}
	p, ok := d.Peek()
	return (ok || d.Err() == nil) && (p.Kind == kpt.FileName || d.Root().Get("kind").Text() == kpt.FileName)
}
