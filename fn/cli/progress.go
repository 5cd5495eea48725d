package cli

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// patience is how long a run may take before it says what it does.
const patience = time.Second

// progress is a line on a terminal that tells what a long run is doing.
type progress struct {
	what atomic.Value // string
	stop chan struct{}
	done chan struct{}
}

// startProgress writes nothing before the delay has passed. A nil writer: it
// never does.
func startProgress(w io.Writer, delay time.Duration) *progress {
	p := &progress{stop: make(chan struct{}), done: make(chan struct{})}
	p.what.Store("starting")
	if w == nil {
		close(p.done)
		return p
	}
	go p.write(w, delay)
	return p
}

// say tells what is being done now.
func (p *progress) say(format string, args ...any) { p.what.Store(fmt.Sprintf(format, args...)) }

// erase takes the line away, before anything else is written.
func (p *progress) erase() {
	close(p.stop)
	<-p.done
}

func (p *progress) write(w io.Writer, delay time.Duration) {
	defer close(p.done)
	const clear = "\r\x1b[K"
	shown := false
	for wait := delay; ; wait = delay / 10 {
		select {
		case <-p.stop:
			if shown {
				fmt.Fprint(w, clear)
			}
			return
		case <-time.After(wait):
			fmt.Fprint(w, clear, p.what.Load(), " …")
			shown = true
		}
	}
}
