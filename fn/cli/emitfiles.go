package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// emitFiles writes the repaired texts in place. A fix is made in all of its
// files or in none, since half a rename breaks what worked: where a file cannot
// be written, the input is repaired again without the fixes that touch it.
func (r *run) emitFiles(in *inputs, result *lint.Result) (*lint.Result, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	failed := map[string]string{} // why, by file
	for {
		wrong, err := replaceFiles(ctx, in.files, result.Files, failed)
		if err != nil || len(wrong) == 0 {
			return result, err
		}
		for _, e := range wrong {
			failed[e.File] = e.Message
		}
		in.unreadable = append(in.unreadable, wrong...)
		in.unwritten += len(wrong)
		if result, _, _, err = r.judge(in, withoutFiles(failed)); err != nil {
			return nil, err
		}
	}
}

// withoutFiles chooses the findings whose repair touches none of the files, and
// notes on the others why they are not repaired.
func withoutFiles(failed map[string]string) func(*lint.Finding) bool {
	return func(f *lint.Finding) bool {
		for _, e := range f.Fixes[0].Edits {
			if why := failed[e.Doc.File.Name]; why != "" {
				f.Held = e.Doc.File.Name + " " + why
				return false
			}
		}
		return true
	}
}

// replaceFiles writes the files that differ, all of them or none. It returns
// those that cannot be written; those that failed before are left out.
func replaceFiles(ctx context.Context, before, after []*source.File, failed map[string]string) (wrong []*source.Error, err error) {
	var ready []*replacement
	defer func() {
		for _, p := range ready {
			p.discard()
		}
	}()
	for i, f := range after {
		if f == before[i] || failed[f.Name] != "" {
			continue
		}
		if ctx.Err() != nil {
			return nil, errors.New("interrupted; no file was written")
		}
		p, err := prepare(filepath.FromSlash(f.Name), before[i].Bytes(), f.Bytes())
		if err != nil {
			wrong = append(wrong, unwritable(f.Name, err))
			continue
		}
		p.shown = f.Name
		ready = append(ready, p)
	}
	if len(wrong) > 0 {
		return wrong, nil
	}
	for i, p := range ready {
		if err := p.commit(); err != nil {
			return append(putBack(ready[:i]), unwritable(p.shown, err)), nil
		}
	}
	return nil, nil
}

// putBack gives files the texts that they had.
func putBack(done []*replacement) (wrong []*source.Error) {
	for _, p := range done {
		if err := writeFile(p.real, p.before); err != nil {
			wrong = append(wrong, &source.Error{File: p.shown, Message: "is repaired, and cannot be put back: " + reason(err).Error()})
		}
	}
	return wrong
}

func unwritable(name string, err error) *source.Error {
	return &source.Error{File: name, Message: "cannot be written: " + reason(err).Error()}
}
