package github

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

const (
	// longestWait bounds a wait: a step that hangs for an hour, until a limit
	// is lifted, helps nobody.
	longestWait = 2 * time.Minute
	// limitWait is what GitHub asks for where a secondary limit does not say.
	limitWait = time.Minute
)

// wait tells whether to make a request again, and after how long.
func (c *Client) wait(r request, a answer, err error, attempt int) (time.Duration, bool) {
	backoff := time.Second << (attempt - 1)
	switch {
	case errors.Is(err, context.Canceled):
		return 0, false
	case err != nil:
		return backoff, r.repeatable
	case limited(a): // nothing was done
		d := c.asked(a.header)
		return d, d <= longestWait
	case a.status >= 500:
		if d, ok := after(a.header); ok && d > backoff {
			return d, r.repeatable && d <= longestWait
		}
		return backoff, r.repeatable
	}
	return 0, false
}

// limited reports whether an answer is a refusal because of too many requests.
// GitHub sends status 403 for it too.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
func limited(a answer) bool {
	switch a.status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return a.header.Get("Retry-After") != "" || a.header.Get("X-Ratelimit-Remaining") == "0" ||
			bytes.Contains(bytes.ToLower(a.body), []byte("secondary rate limit"))
	}
	return false
}

// asked is the wait that an answer asks for.
func (c *Client) asked(h http.Header) time.Duration {
	if d, ok := after(h); ok {
		return d
	}
	if h.Get("X-Ratelimit-Remaining") == "0" {
		if reset, err := strconv.ParseInt(h.Get("X-Ratelimit-Reset"), 10, 64); err == nil {
			return max(time.Second, time.Unix(reset, 0).Sub(c.clock.Now()))
		}
	}
	return limitWait
}

// after reads Retry-After, which GitHub gives in seconds.
func after(h http.Header) (time.Duration, bool) {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n < 0 || n > 1<<20 {
		return 0, false
	}
	return time.Duration(n) * time.Second, true
}
