package krm

import (
	"bytes"

	"github.com/gatefix/gatefix/fn/kpt"
	"github.com/gatefix/gatefix/fn/source"
)

// annSelected ends the name of the annotation, which changed its prefix, by
// which kpt finds the items that it selected for a function again.
const annSelected = "/kpt-resource-id"

// step is what is known of the place of a run in the pipeline of kpt.
// https://kpt.dev/book/04-using-functions/
type step struct {
	// selection: selectors or exclude chose the items, so that what a reference
	// leads to may have been left out.
	selection bool
	// validator: kpt drops the items that come back, so nothing is repaired.
	validator bool
}

// pipelineStep tells the step from what kpt hands over. Items that it selected
// for a mutator, or for `kpt fn eval`, are marked; for validators they are not:
// there the Kptfile tells, or its absence among the resources of a package.
func (s *stream) pipelineStep() step {
	switch root := rootPackage(s.input); {
	case bytes.Contains(s.input, []byte(annKustomize)):
		return step{}
	case bytes.Contains(s.input, []byte(annSelected)):
		return step{selection: true}
	case root == "":
		return step{} // nobody renders a package
	default:
		return s.stepOf(root)
	}
}

func (s *stream) stepOf(root string) step {
	for _, d := range s.file.Docs {
		if isKptfile(d) && d.Root().Get("metadata", "annotations", annPackage).Text() == root {
			only, selection := kpt.Validates(d.Root())
			return step{selection: selection, validator: only}
		}
	}
	return step{selection: true, validator: true}
}

func isKptfile(d *source.Doc) bool {
	if !bytes.Contains(d.Text(), []byte(kpt.FileName)) {
		return false
	}
	p, ok := d.Peek()
	return (ok || d.Err() == nil) && (p.Kind == kpt.FileName || d.Root().Get("kind").Text() == kpt.FileName)
}
