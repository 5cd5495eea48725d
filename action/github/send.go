package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// attempts is how often a request goes out.
	attempts = 4
	// patience is how long one attempt may take.
	patience = 60 * time.Second
	// maxBody is the largest body that is read, in bytes. A page of a hundred
	// files with their patches is the largest that GitHub sends.
	maxBody = 32 << 20
)

// request is a call before it is made.
type request struct {
	method string
	path   string   // below the base URL, for errors
	url    *url.URL // with the query
	body   any      // becomes JSON; nil: none
	// reads tells that nothing is changed, repeatable that a second time does
	// no harm.
	reads, repeatable bool
}

// get makes a request that reads from the REST API.
func (c *Client) get(path string, query url.Values) request {
	u := c.rest.JoinPath(path)
	u.RawQuery = query.Encode()
	return request{method: http.MethodGet, path: path, url: u, reads: true, repeatable: true}
}

// change makes a request that writes to the REST API. To POST twice makes two
// of a thing.
func (c *Client) change(method, path string, body any) request {
	return request{method: method, path: path, url: c.rest.JoinPath(path), body: body, repeatable: method != http.MethodPost}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do makes a request, again where that may help, and decodes the answer into
// out unless out is nil.
func (c *Client) do(ctx context.Context, r request, out any) (http.Header, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return nil, fmt.Errorf("%s %s: %w", r.method, r.path, err)
		}
	}
	for attempt := 1; ; attempt++ {
		a, err := c.once(ctx, r, body)
		if err == nil && a.status < 300 {
			return a.header, decode(r, a.body, out)
		}
		wait, again := c.wait(r, a, err, attempt)
		if err == nil {
			err = c.failure(r, a.status, limited(a), a.body)
		}
		if !again || attempt == attempts || c.sleep(ctx, wait) != nil {
			return nil, err
		}
	}
}

func decode(r request, body []byte, out any) error {
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("%s %s: the answer cannot be read: %w", r.method, r.path, err)
	}
	return nil
}

// once makes one attempt. An error is one of the way to GitHub.
func (c *Client) once(ctx context.Context, r request, body []byte) (answer, error) {
	if !r.reads {
		if err := c.awaitTurn(ctx); err != nil {
			return answer{}, c.lost(r, err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, r.url.String(), bytes.NewReader(body))
	if err != nil {
		return answer{}, c.lost(r, err)
	}
	c.dress(req, len(body) > 0)
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, c.lost(r, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err == nil && len(text) > maxBody {
		err = fmt.Errorf("the answer is larger than %d MiB", maxBody>>20)
	}
	if err != nil {
		return answer{}, c.lost(r, err)
	}
	return answer{resp.StatusCode, resp.Header, text}, nil
}

func (c *Client) dress(req *http.Request, body bool) {
	req.Header.Set("Accept", "application/vnd.github+json")
	req.Header.Set("X-GitHub-Api-Version", apiVersion)
	req.Header.Set("User-Agent", c.agent)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body {
		req.Header.Set("Content-Type", "application/json")
	}
}

// lost makes an error of one of the way to GitHub: that of net/http repeats the
// whole URL.
func (c *Client) lost(r request, err error) error {
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return &lostError{fmt.Sprintf("%s %s: %s", r.method, r.path, c.line(err.Error())), err}
}

// lostError is ErrUnavailable, and what it is because of.
type lostError struct {
	text string
	err  error
}

func (e *lostError) Error() string   { return e.text }
func (e *lostError) Unwrap() []error { return []error{ErrUnavailable, e.err} }

// segments joins path segments, each escaped.
func segments(parts ...string) string {
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "/" + strings.Join(parts, "/")
}
