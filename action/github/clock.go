package github

import (
	"context"
	"time"
)

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the error of the context where it ends earlier.
	Sleep(context.Context, time.Duration) error
}

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// between is the time between two writes that GitHub asks for.
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
const between = time.Second

// awaitTurn waits until a write may go out.
func (c *Client) awaitTurn(ctx context.Context) error {
	c.pace.Lock()
	now := c.clock.Now()
	wait := max(0, c.write.Sub(now))
	c.write = now.Add(wait + between)
	c.pace.Unlock()
	if wait == 0 {
		return ctx.Err()
	}
	return c.sleep(ctx, wait)
}

// sleep waits, unless the context is known to end before that.
func (c *Client) sleep(ctx context.Context, d time.Duration) error {
	if end, ok := ctx.Deadline(); ok && c.clock.Now().Add(d).After(end) {
		return context.DeadlineExceeded
	}
	return c.clock.Sleep(ctx, d)
}

// Pause waits, as long as the context allows.
func (c *Client) Pause(ctx context.Context, d time.Duration) error { return c.sleep(ctx, d) }
