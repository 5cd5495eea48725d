package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
)

const baselineHelp = `
A baseline is a file of findings that are accepted for now. With --baseline only
new ones are reported and count for the exit status; the end line tells how many
are new, fixed and unchanged. A finding stays known when lines move, documents
change places or values elsewhere change.

  gatefix check . --baseline FILE --baseline-write    accept all of today's
  gatefix check . --baseline FILE                     compare
  gatefix check . --baseline FILE --baseline-update   compare, and take out fixed ones

Findings of objects that are not in the input are neither fixed nor taken out. A
baseline written for a part of the files is one of that part only. Documents that
are not YAML are never accepted. "gatefix fix" knows no baseline: it also repairs
findings that are in one.
`

// baseline are the flags of a baseline, and what it held.
type baseline struct {
	file          string
	write, update bool
	known         *lint.Baseline
}

func (b *baseline) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&b.file, "baseline", "", "report only what is not in this `FILE` of known findings, such as .gatefix-baseline.json")
	f.BoolVar(&b.write, "baseline-write", false, "write what is found to the --baseline FILE, in place of what it holds")
	f.BoolVar(&b.update, "baseline-update", false, "take out of the --baseline FILE what was fixed")
}

// read checks the flags and reads the file.
func (b *baseline) read() error {
	switch {
	case b.file == "" && (b.write || b.update):
		return errors.New("no file for the baseline; add --baseline FILE")
	case b.write && b.update:
		return errors.New("--baseline-write and --baseline-update stand together; allowed: one of them")
	case b.file == "" || b.write:
		return nil
	}
	text, err := os.ReadFile(b.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("--baseline %q: there is no such file; to write it: --baseline %[1]q --baseline-write", b.file)
	case err != nil:
		return fmt.Errorf("--baseline %q cannot be read: %v", b.file, reason(err))
	}
	if b.known, err = lint.ParseBaseline(text); err != nil {
		return fmt.Errorf("--baseline %q: %w", b.file, err)
	}
	return nil
}

// compare takes what is known out of the result, and writes the file where that
// was asked for. It returns nil where there is no baseline.
func (b *baseline) compare(in *inputs, result *lint.Result, cfg *lint.Config) (*lint.Comparison, error) {
	if b.file == "" {
		return nil, nil
	}
	if b.write {
		if err := complete(in, result); err != nil {
			return nil, fmt.Errorf("--baseline %q is not written: %w", b.file, err)
		}
		b.known = lint.NewBaseline(result.Findings)
	}
	counts, kept := result.Compare(b.known, cfg)
	switch {
	case b.write:
		in.notes = append(in.notes, fmt.Sprintf("%s written to %s", report.Plural(counts.Unchanged, "finding"), b.file))
		return &counts, b.save(b.known)
	case b.update && counts.Fixed > 0:
		in.notes = append(in.notes, fmt.Sprintf("%s taken out of %s", report.Plural(counts.Fixed, "finding"), b.file))
		return &counts, b.save(kept)
	}
	return &counts, nil
}

// complete returns why the findings are not all there are: a baseline without
// those of a file that could not be read would call them new later.
func complete(in *inputs, result *lint.Result) error {
	if len(in.unreadable) > 0 {
		return in.unreadable[0]
	}
	for _, f := range result.Findings {
		if f.Name == lint.RuleBadYAML {
			return errors.New(f.String())
		}
	}
	return nil
}

func (b *baseline) save(to *lint.Baseline) error {
	text := to.Bytes()
	old, err := os.ReadFile(b.file)
	switch {
	case err == nil && bytes.Equal(old, text):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		if err = os.WriteFile(b.file, text, 0o644); err != nil {
			_ = os.Remove(b.file) // half a baseline
		}
	default:
		err = writeFile(b.file, text)
	}
	if err != nil {
		return fmt.Errorf("--baseline %q cannot be written: %v", b.file, reason(err))
	}
	return nil
}
