package lint

import (
	"fmt"
	"time"

	"github.com/gatefix/gatefix/fn/source"
)

// Limits bound a run, so that input of unknown origin ends in an error and not
// in memory or in time.
type Limits struct {
	Document  source.Limits // of each document
	Bytes     int64         // of all files together
	Documents int           // in all files together
	Edits     int           // of a run; repairs beyond them are left for the next
	Time      time.Duration // of a run
}

func defaultLimits() Limits {
	return Limits{Document: source.DefaultLimits, Bytes: 256 << 20, Documents: 1_000_000, Edits: 1_000_000, Time: 10 * time.Minute}
}

// limits reads the limits: whole numbers, and a duration such as 30s.
func (d *decoder) limits(n *source.Node) {
	l := &d.cfg.Limits
	number := func(name string, highest int64, set func(int64)) field {
		return field{name, func(d *decoder, n *source.Node) { set(d.number(n, "limits."+name, highest)) }}
	}
	const many = 1 << 40
	d.mapping(n, "limits", []field{
		number("bytes", many, func(v int64) { l.Bytes = v }),
		number("documentBytes", source.MaxDocument, func(v int64) { l.Document.Bytes = int(v) }),
		number("documents", many, func(v int64) { l.Documents = int(v) }),
		number("depth", int64(source.DefaultLimits.Depth), func(v int64) { l.Document.Depth = int(v) }),
		number("aliases", many, func(v int64) { l.Document.Aliases = int(v) }),
		number("edits", many, func(v int64) { l.Edits = int(v) }),
		{"time", func(d *decoder, n *source.Node) { l.Time = d.duration(n) }},
	})
}

func (d *decoder) number(n *source.Node, what string, highest int64) int64 {
	v, ok := n.Int()
	if !ok || v < 1 || v > highest {
		d.failf(n, "%s %q is not allowed; allowed: a whole number from 1 to %d", what, n.Text(), highest)
	}
	return v
}

func (d *decoder) duration(n *source.Node) time.Duration {
	v, err := time.ParseDuration(n.Text())
	if err != nil || v <= 0 {
		d.failf(n, "limits.time %q is not a duration; write one such as 30s or 5m", n.Text())
	}
	return v
}

// apply bounds the documents of an input, and returns why it is too large to be
// worked on, or nil.
func (l Limits) apply(files []*source.File) *source.Error {
	size, documents := int64(0), 0
	for _, f := range files {
		f.Limit(l.Document)
		size += int64(len(f.Bytes()))
		documents += len(f.Docs)
		switch {
		case size > l.Bytes:
			return &source.Error{File: f.Name, Message: fmt.Sprintf("with this file the input holds %d bytes; at most %d bytes are read (limits.bytes)", size, l.Bytes)}
		case documents > l.Documents:
			return &source.Error{File: f.Name, Message: fmt.Sprintf("with this file the input holds %d documents; at most %d are read (limits.documents)", documents, l.Documents)}
		}
	}
	return nil
}

// outOfTime is the error of a run that is stopped.
func (l Limits) outOfTime(files []*source.File) *source.Error {
	name := "input"
	if len(files) > 0 {
		name = files[0].Name
	}
	return &source.Error{File: name, Message: fmt.Sprintf("judging takes longer than %s, the most that is allowed (limits.time); nothing was changed", l.Time)}
}

// late reports whether the time of the run is over; what it is over for stays
// undone.
func (r *run) late() bool {
	if !r.expired.Load() && !r.deadline.IsZero() && time.Now().After(r.deadline) {
		r.expired.Store(true)
	}
	return r.expired.Load()
}

// withinEdits reports whether a fix can still be made in this run, and counts it.
// One that cannot says so.
func (r *run) withinEdits(f *Finding, fix *Fix) bool {
	if r.edits+len(fix.Edits) > r.cfg.Limits.Edits {
		f.Held = fmt.Sprintf("at most %d edits are made in one run (limits.edits); run again, or raise the limit", r.cfg.Limits.Edits)
		return false
	}
	r.edits += len(fix.Edits)
	return true
}
