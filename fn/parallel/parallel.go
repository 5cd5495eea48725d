// Package parallel does independent work on all processors.
package parallel

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Do calls work for 0 to n-1, on all processors, and returns when all is done.
// A panic of work becomes one of Do, whose value is a [*Panic].
func Do(n int, work func(i int)) { Lanes(n, func() func(int) { return work }) }

// Lanes is Do for work that needs something of its own, such as a cache: lane is
// called once for each goroutine and returns what does its share.
func Lanes(n int, lane func() func(i int)) {
	lanes := min(n, runtime.GOMAXPROCS(0))
	if lanes <= 1 {
		One(n, lane)
		return
	}
	var next atomic.Int64
	var failed atomic.Pointer[Panic]
	var wg sync.WaitGroup
	for range lanes {
		wg.Go(func() {
			defer catch(&failed)
			work := lane()
			for i := next.Add(1) - 1; i < int64(n) && failed.Load() == nil; i = next.Add(1) - 1 {
				work(int(i))
			}
		})
	}
	wg.Wait()
	if p := failed.Load(); p != nil {
		panic(p)
	}
}

// One is [Lanes] on the goroutine of the caller, for work that is too little to
// be shared.
func One(n int, lane func() func(i int)) {
	work := lane()
	for i := range n {
		work(i)
	}
}

// Panic is a panic of work that was done beside the caller, which otherwise
// would end the program without giving the caller its say.
type Panic struct {
	Value   any
	Callers []uintptr // the stack when it was caught, panic included
}

func (p *Panic) String() string { return fmt.Sprint(p.Value) }

// catch keeps the first panic.
func catch(failed *atomic.Pointer[Panic]) {
	if v := recover(); v != nil {
		callers := make([]uintptr, 64)
		failed.CompareAndSwap(nil, &Panic{v, callers[:runtime.Callers(2, callers)]})
	}
}
