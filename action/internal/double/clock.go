package double

import (
	"context"
	"sync"
	"time"
)

// Clock returns a clock for clients that never waits, but moves on by what it
// was asked to wait.
func Clock() *FakeClock { return &FakeClock{now: time.Now()} }

// FakeClock is made by [Clock].
type FakeClock struct {
	mu     sync.Mutex
	now    time.Time
	Waited time.Duration // in sum
}

// Now returns the time.
func (c *FakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Sleep moves the time on.
func (c *FakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.Waited = c.now.Add(d), c.Waited+d
	return ctx.Err()
}
