package parallel

import (
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

func TestDoDoesAll(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		did := make([]atomic.Int32, n)
		Do(n, func(i int) { did[i].Add(1) })
		for i := range did {
			if did[i].Load() != 1 {
				t.Errorf("of %d, %d was done %d times", n, i, did[i].Load())
			}
		}
	}
}

// Two goroutines must not share what a lane keeps for itself; the race detector
// watches.
func TestLanesKeepTheirOwn(t *testing.T) {
	var sum atomic.Int64
	Lanes(1000, func() func(int) {
		seen := map[int]bool{}
		return func(i int) {
			if seen[i] {
				t.Errorf("%d was done twice", i)
			}
			seen[i] = true
			sum.Add(int64(i))
		}
	})
	if sum.Load() != 999*1000/2 {
		t.Errorf("sum %d", sum.Load())
	}
}

func broken(int) { panic("broken") }

// The caller can catch a panic, and see where it came from.
func TestPanic(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	defer func() {
		p, ok := recover().(*Panic)
		if !ok || p.String() != "broken" {
			t.Fatalf("caught %v", p)
		}
		frames := runtime.CallersFrames(p.Callers)
		for {
			f, more := frames.Next()
			if strings.HasSuffix(f.Function, "parallel.broken") {
				return
			}
			if !more {
				t.Fatal("the stack does not hold what panicked")
			}
		}
	}()
	Do(10, broken)
	t.Fatal("no panic")
}
