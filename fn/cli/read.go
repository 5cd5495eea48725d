package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/gatefix/gatefix/fn/parallel"
	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/source"
)

// stdinName is what standard input is called in reports.
const stdinName = project.Stdin

// inputs are the texts of a run.
type inputs struct {
	files      []*source.File
	stdin      []byte // all of standard input; nil where it was not asked for
	unreadable []*source.Error
	unwritten  int // of them: files that were read
	notes      []string
	limit      int64            // of bytes
	left       int64            // bytes of it that may still be read
	large      *source.TooLarge // standard input, if it is
}

// read reads what the arguments name. What cannot be read is noted; the rest is
// read all the same.
func (r *run) read(args []string, limit int64) *inputs {
	in := &inputs{limit: limit, left: limit}
	finder := newFinder(r.opts.exclude)
	stdin := false
	for _, arg := range args {
		if arg == "-" {
			stdin = true
			continue
		}
		finder.add(arg)
	}
	in.unreadable = finder.unreadable
	if stdin {
		in.readStdin(r.Stdin)
	}
	done := 0
	for some := range slices.Chunk(finder.files, ahead) {
		for i, early := range readAhead(some) {
			done++
			r.progress.say("reading %d of %d files", done, len(finder.files))
			in.readFile(some[i], early)
		}
	}
	in.notes = notesOn(finder)
	return in
}

const (
	ahead      = 64      // files that are read side by side
	aheadBytes = 1 << 20 // of each of them
)

// early is a file that was read beside others, if it was.
type early struct {
	read bool
	text []byte
	err  error
}

// readAhead reads files on all processors, since most of the time goes by
// waiting for the system. Large ones are left for when it is known how much may
// still be read, and so is what was not found in a directory: it may be a pipe,
// which tells what it holds once.
func readAhead(files []found) []early {
	out := make([]early, len(files))
	parallel.Do(len(files), func(i int) {
		if !files[i].walked {
			return
		}
		text, err := source.ReadFile(filepath.FromSlash(files[i].name), aheadBytes)
		var large *source.TooLarge
		out[i] = early{!errors.As(err, &large), text, err}
	})
	return out
}

func (in *inputs) readStdin(from io.Reader) {
	text, err := source.Read(from, in.left)
	in.left -= int64(len(text))
	errors.As(err, &in.large)
	if in.stdin = text; text == nil {
		in.stdin = []byte{}
	}
	if err != nil {
		in.unreadable = append(in.unreadable, in.notRead(stdinName, err))
		return
	}
	if len(text) == 0 {
		// Whatever was to write here failed, or wrote elsewhere: to say that
		// nothing is wrong would hide it, and a post-renderer that prints
		// nothing empties the chart.
		in.unreadable = append(in.unreadable, &source.Error{File: stdinName, Message: "standard input is empty; pipe manifests into it"})
		return
	}
	in.parse(stdinName, text)
}

func (in *inputs) readFile(f found, early early) {
	text, err := early.text, early.err
	if !early.read || int64(len(text)) > in.left {
		text, err = source.ReadFile(filepath.FromSlash(f.name), in.left)
	}
	in.left -= int64(len(text))
	if err != nil {
		in.unreadable = append(in.unreadable, in.notRead(f.name, err))
		return
	}
	if f.walked && project.IsForeignJSON(f.name, text) {
		return
	}
	in.parse(f.name, text)
}

// notRead is why a text was not read; the limit is that of the whole run.
func (in *inputs) notRead(name string, err error) *source.Error {
	if errors.As(err, new(*source.TooLarge)) {
		err = fmt.Errorf("with it the input is larger than %s, the most that is read (limits.bytes)", source.Bytes(in.limit))
	}
	return unreadable(name, err)
}

func (in *inputs) parse(name string, text []byte) {
	f, err := source.Parse(name, text)
	if err == nil {
		in.files = append(in.files, f)
		return
	}
	e := &source.Error{File: name, Message: err.Error()}
	errors.As(err, &e)
	in.unreadable = append(in.unreadable, e)
}
