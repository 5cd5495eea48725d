package run

import (
	"bytes"
	"fmt"

	"github.com/gatefix/gatefix/fn/diff"
	"github.com/gatefix/gatefix/fn/report"
)

// files writes the reports that are files. They hold all findings, whatever the
// scope: code scanning closes the alerts that are missing, and reviewdog does
// its own choosing. Steps behind look for them from the workspace on. An input
// that names a file is a request, so one that cannot be written is an error.
func (e *ending) files() error {
	whole := e.reportOf(e.outcome, e.all)
	in := e.in
	for _, f := range []struct {
		input, name string
		format      report.Format
	}{
		{"sarif-file", in.SARIFFile, report.SARIF},
		{"rdjsonl-file", in.RDJSONLFile, report.RDJSONL},
		{"json-file", in.JSONFile, report.JSON},
	} {
		if f.name == "" {
			continue
		}
		text, err := render(f.format, whole)
		if err == nil {
			err = e.work.Outer.Create(f.name, text)
		}
		if err != nil {
			return fmt.Errorf("%s %q cannot be written: %w", f.input, f.name, err)
		}
	}
	if in.Wants("sarif-upload") {
		// Nothing goes wrong writing into memory.
		e.sarif, _ = render(report.SARIF, whole)
	}
	return e.patch()
}

func render(format report.Format, r report.Report) ([]byte, error) {
	var b bytes.Buffer
	err := format(&b, r)
	return b.Bytes(), err
}

// patch writes the repairs as a diff, an empty one where there are none.
func (e *ending) patch() error {
	name := e.in.PatchFile
	if name == "" {
		return nil
	}
	var b bytes.Buffer
	for _, c := range e.changes {
		b.WriteString(diff.Unified(c.Path, c.Old, c.New))
	}
	if err := e.work.Outer.Create(name, b.Bytes()); err != nil {
		return fmt.Errorf("patch-file %q cannot be written: %w", name, err)
	}
	return nil
}
