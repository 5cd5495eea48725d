package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const token = "ghs_secretsecretsecret"

// still is a clock that moves when somebody waits.
type still struct {
	now    time.Time
	waited []time.Duration
}

func (s *still) Now() time.Time { return s.now }

func (s *still) Sleep(ctx context.Context, d time.Duration) error {
	s.now, s.waited = s.now.Add(d), append(s.waited, d)
	return ctx.Err()
}

// script answers requests in order, and keeps them.
type script struct {
	*httptest.Server
	answers []func(http.ResponseWriter)
	seen    []string
	headers []http.Header
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.seen = append(s.seen, strings.TrimSpace(r.Method+" "+r.URL.String()+" "+string(body)))
	s.headers = append(s.headers, r.Header)
	if len(s.answers) == 0 {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	answer(w)
}

func play(t *testing.T, answers ...func(http.ResponseWriter)) (*Client, *script, *still) {
	t.Helper()
	s := &script{answers: answers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	clock := &still{now: time.Unix(1_800_000_000, 0)}
	c, err := New(Options{REST: s.URL + "/api/v3", Token: token, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	return c, s, clock
}

func say(status int, body string, header ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

var pull = Pull{Repo{"o", "r"}, 7, strings.Repeat("a", 40)}

func TestNewRefusesURLs(t *testing.T) {
	for url, want := range map[string]string{
		"http://api.example.com":     `the URL of the API: "http://api.example.com"; allowed: https, since a token is sent`,
		"ftp://api.example.com":      `the URL of the API: "ftp://api.example.com"; allowed: https, since a token is sent`,
		"api.github.com":             `the URL of the API: "api.github.com"; allowed: a scheme, a host and a path, as in "https://api.github.com"`,
		"https://u:p@api.github.com": `the URL of the API: "https://u:xxxxx@api.github.com"; allowed: a scheme, a host and a path, as in "https://api.github.com"`,
		"https://h/?x=y":             `the URL of the API: "https://h/?x=y"; allowed: a scheme, a host and a path, as in "https://api.github.com"`,
		"https://h\x00":              `the URL of the API: "https://h\x00" is not a URL`,
	} {
		if _, err := New(Options{REST: url}); err == nil || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", url, err, want)
		}
	}
	if _, err := New(Options{GraphQL: "http://h/graphql"}); err == nil {
		t.Error("a GraphQL URL in the clear is taken")
	}
}

// GitHub Enterprise Server, data residency and github.com have their GraphQL
// APIs in different places.
func TestGraphQLURL(t *testing.T) {
	for rest, want := range map[string]string{
		"":                               "https://api.github.com/graphql",
		"https://github.example/api/v3/": "https://github.example/api/graphql",
		"https://api.octo.ghe.com":       "https://api.octo.ghe.com/graphql",
		"http://127.0.0.1:8080":          "http://127.0.0.1:8080/graphql",
	} {
		c, err := New(Options{REST: rest})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.graphql.String(); got != want {
			t.Errorf("%q: %s, want %s", rest, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	c, s, _ := play(t, say(200, `[]`), say(200, `{}`))
	if _, err := c.Reviews(t.Context(), pull); err != nil {
		t.Fatal(err)
	}
	if err := c.CreateIssueComment(t.Context(), pull, "hello"); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"GET /api/v3/repos/o/r/pulls/7/reviews?per_page=100",
		`POST /api/v3/repos/o/r/issues/7/comments {"body":"hello"}`,
	}
	if diff := cmp.Diff(want, s.seen); diff != "" {
		t.Error(diff)
	}
	for _, h := range s.headers {
		for name, want := range map[string]string{
			"Accept": "application/vnd.github+json", "X-Github-Api-Version": "2022-11-28",
			"Authorization": "Bearer " + token, "User-Agent": "gatefix",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
	if got := s.headers[1].Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
}

// Names with characters that mean something in a URL stay names.
func TestPathsAreEscaped(t *testing.T) {
	c, s, _ := play(t, say(200, `{"type":"file","encoding":"base64","content":"aGk=\n"}`))
	text, err := c.Content(t.Context(), pull.Repo, "abc", "a b/c?d#e%2F../ü.yaml")
	if err != nil || string(text) != "hi" {
		t.Fatalf("%q, %v", text, err)
	}
	if want := "GET /api/v3/repos/o/r/contents/a%20b/c%3Fd%23e%252F../%C3%BC.yaml?ref=abc"; s.seen[0] != want {
		t.Errorf("%s\nwant %s", s.seen[0], want)
	}
}

func TestParseRepo(t *testing.T) {
	if r, err := ParseRepo("octo-org/hello.World_1"); err != nil || r != (Repo{"octo-org", "hello.World_1"}) {
		t.Errorf("%v, %v", r, err)
	}
	for _, s := range []string{"", "o", "o/", "/r", "o/..", "./r", "o/r/x", "o /r", "o/r?x"} {
		if r, err := ParseRepo(s); err == nil {
			t.Errorf("%q is %v", s, r)
		}
	}
}

// Requests are made again where that helps, after the time that GitHub asks
// for; what would make two of a thing is not.
func TestRetries(t *testing.T) {
	ok, bad, slow := say(200, `[]`), say(502, `<html>`), say(429, `{}`, "Retry-After", "7")
	secondary := say(403, `{"message":"You have exceeded a secondary rate limit."}`)
	used := say(403, `{}`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1800000033")
	hour := say(403, `{}`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1800003600")
	read := func(c *Client) error { _, err := c.Reviews(t.Context(), pull); return err }
	post := func(c *Client) error { return c.CreateReview(t.Context(), pull, "x", nil) }
	patch := func(c *Client) error { return c.UpdateIssueComment(t.Context(), pull.Repo, 3, "x") }
	s := time.Second
	for name, test := range map[string]struct {
		call    func(*Client) error
		answers []func(http.ResponseWriter)
		want    error
		waited  []time.Duration
		left    int // answers not asked for
	}{
		"a gateway that fails twice":           {read, []func(http.ResponseWriter){bad, bad, ok}, nil, []time.Duration{s, 2 * s}, 0},
		"a gateway that fails on":              {read, []func(http.ResponseWriter){bad, bad, bad, bad, ok}, ErrUnavailable, []time.Duration{s, 2 * s, 4 * s}, 1},
		"asked to wait":                        {read, []func(http.ResponseWriter){slow, ok}, nil, []time.Duration{7 * s}, 0},
		"asked to wait by a gateway":           {read, []func(http.ResponseWriter){say(503, ``, "Retry-After", "9"), ok}, nil, []time.Duration{9 * s}, 0},
		"a secondary limit":                    {read, []func(http.ResponseWriter){secondary, ok}, nil, []time.Duration{60 * s}, 0},
		"a used up limit":                      {read, []func(http.ResponseWriter){used, ok}, nil, []time.Duration{33 * s}, 0},
		"a limit for an hour":                  {read, []func(http.ResponseWriter){hour, ok}, ErrRateLimited, nil, 1},
		"Retry-After of an hour":               {read, []func(http.ResponseWriter){say(429, ``, "Retry-After", "3600"), ok}, ErrRateLimited, nil, 1},
		"a limit met by a write":               {post, []func(http.ResponseWriter){slow, ok}, nil, []time.Duration{7 * s}, 0},
		"a write that may have been done":      {post, []func(http.ResponseWriter){bad, ok}, ErrUnavailable, nil, 1},
		"a write that may be done twice":       {patch, []func(http.ResponseWriter){bad, ok}, nil, []time.Duration{s}, 0},
		"forbidden":                            {post, []func(http.ResponseWriter){say(403, `{}`), ok}, ErrForbidden, nil, 1},
		"unauthorized":                         {post, []func(http.ResponseWriter){say(401, `{}`), ok}, ErrForbidden, nil, 1},
		"not found":                            {read, []func(http.ResponseWriter){say(404, `{}`), ok}, ErrNotFound, nil, 1},
		"refused":                              {post, []func(http.ResponseWriter){say(422, `{}`), ok}, ErrUnprocessable, nil, 1},
		"a Retry-After that is not in seconds": {read, []func(http.ResponseWriter){say(429, ``, "Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"), ok}, nil, []time.Duration{60 * s}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c, script, clock := play(t, test.answers...)
			if err := test.call(c); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if diff := cmp.Diff(test.waited, clock.waited); diff != "" {
				t.Error(diff)
			}
			if len(script.answers) != test.left {
				t.Errorf("%d answers left, want %d", len(script.answers), test.left)
			}
		})
	}
}

// A wait that would end behind the deadline is not begun.
func TestDeadline(t *testing.T) {
	c, s, clock := play(t, say(429, `{}`, "Retry-After", "60"), say(200, `[]`))
	ctx, cancel := context.WithDeadline(t.Context(), clock.now.Add(30*time.Second))
	defer cancel()
	if _, err := c.Reviews(ctx, pull); !errors.Is(err, ErrRateLimited) || len(s.seen) != 1 || clock.waited != nil {
		t.Errorf("%v after %d requests and %v", err, len(s.seen), clock.waited)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Reviews(ended, pull); !errors.Is(err, context.Canceled) || clock.waited != nil {
		t.Errorf("%v after %v", err, clock.waited)
	}
}

// Writes are a second apart; reads are not held up.
func TestWritesArePaced(t *testing.T) {
	c, s, clock := play(t)
	for range 3 {
		s.answers = append(s.answers, say(201, `{}`), say(200, `[]`))
		if err := c.CreateIssueComment(t.Context(), pull, "x"); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Reviews(t.Context(), pull); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]time.Duration{time.Second, time.Second}, clock.waited); diff != "" {
		t.Error(diff)
	}
}

func TestPages(t *testing.T) {
	c, s, _ := play(t)
	link := func(to string) string {
		return fmt.Sprintf(`<%s/first>; rel="first", <%s>; rel="next"`, s.URL, to)
	}
	s.answers = []func(http.ResponseWriter){
		say(200, `[{"body":"1"}]`, "Link", link(s.URL+"/api/v3/repositories/1/pulls/7/reviews?page=2")),
		say(200, `[{"body":"2"}]`, "Link", fmt.Sprintf(`<%s>; rel="prev"`, s.URL)),
	}
	got, err := c.Reviews(t.Context(), pull)
	if err != nil || len(got) != 2 || got[1].Body != "2" {
		t.Errorf("%v, %v", got, err)
	}
	if want := "GET /api/v3/repositories/1/pulls/7/reviews?page=2"; s.seen[1] != want {
		t.Errorf("%s, want %s", s.seen[1], want)
	}
	for _, to := range []string{"https://evil.example/x", "//evil.example/x", strings.Replace(s.URL, "http", "https", 1), strings.Replace(s.URL, "http://", "http://u:p@", 1)} {
		s.seen, s.answers = nil, []func(http.ResponseWriter){say(200, `[]`, "Link", link(to))}
		if _, err := c.Reviews(t.Context(), pull); err == nil || len(s.seen) != 1 || errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "leads to another host") {
			t.Errorf("%s: %v after %d requests", to, err, len(s.seen))
		}
	}
	s.answers = nil
	for range maxPages + 1 {
		s.answers = append(s.answers, say(200, `[]`, "Link", link(s.URL)))
	}
	if _, err := c.Reviews(t.Context(), pull); err == nil || len(s.answers) != 1 {
		t.Errorf("a list without an end: %v, %d answers left", err, len(s.answers))
	}
}

// The token goes to no other host, and a write does not become a read.
func TestRedirects(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s reached another host with Authorization %q", r.Method, r.URL, r.Header.Get("Authorization"))
	}))
	defer other.Close()
	c, s, _ := play(t)
	s.answers = []func(http.ResponseWriter){say(301, ``, "Location", s.URL+"/renamed"), say(200, `[]`)}
	if _, err := c.Reviews(t.Context(), pull); err != nil || s.headers[1].Get("Authorization") == "" {
		t.Errorf("a renamed repository: %v", err)
	}
	s.answers = []func(http.ResponseWriter){say(307, ``, "Location", s.URL+"/renamed"), say(200, `{}`)}
	if err := c.CreateIssueComment(t.Context(), pull, "x"); err != nil || !strings.HasSuffix(s.seen[3], `{"body":"x"}`) {
		t.Errorf("%v, %s", err, s.seen[3])
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for range attempts {
			s.answers = append(s.answers, say(status, ``, "Location", other.URL+"/x"))
		}
		if _, err := c.Reviews(t.Context(), pull); err == nil {
			t.Errorf("%d is followed", status)
		}
		s.answers = []func(http.ResponseWriter){say(302, ``, "Location", s.URL+"/x")}
		if err := c.CreateIssueComment(t.Context(), pull, "x"); err == nil {
			t.Errorf("%d makes a POST a GET", status)
		}
		s.answers = nil
	}
}

// Errors say what was asked and what GitHub answered, in one line; whatever
// comes back, the token is not in it.
func TestErrors(t *testing.T) {
	long := strings.Repeat("ü", 1000)
	for body, want := range map[string]string{
		`{"message":"Validation Failed","errors":[{"resource":"R","field":"line","code":"custom","message":"must be part of the diff"},"and a text"]}`: "POST /repos/o/r/issues/7/comments: 422 Unprocessable Entity: Validation Failed; line custom must be part of the diff; and a text",
		`{"message":"` + token + `\n::error::x"}`: "POST /repos/o/r/issues/7/comments: 422 Unprocessable Entity: *** ::error::x",
		`{"message":"` + long + `"}`:              "POST /repos/o/r/issues/7/comments: 422 Unprocessable Entity: " + long[:longestMessage] + "…",
		`<html>`:                                  "POST /repos/o/r/issues/7/comments: 422 Unprocessable Entity",
	} {
		c, _, _ := play(t, say(422, body))
		if err := c.CreateIssueComment(t.Context(), pull, "x"); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
	c, s, _ := play(t)
	s.Close()
	if err := c.CreateIssueComment(t.Context(), pull, "x"); !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), token) || !strings.HasPrefix(err.Error(), "POST /repos/o/r/issues/7/comments: ") {
		t.Error(err)
	}
}

// A body without an end ends the reading, not the memory.
func TestBodiesAreBounded(t *testing.T) {
	c, _, _ := play(t)
	c.http.Transport = endless{}
	if err := c.CreateReview(t.Context(), pull, "x", nil); err == nil || !strings.Contains(err.Error(), "larger than 32 MiB") {
		t.Error(err)
	}
}

type endless struct{}

func (endless) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(endless{})}, nil
}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// GraphQL refuses with status 200.
func TestGraphQLErrors(t *testing.T) {
	for kind, want := range map[string]error{"FORBIDDEN": ErrForbidden, "NOT_FOUND": ErrNotFound, "STALE_DATA": ErrUnprocessable, "UNPROCESSABLE": ErrUnprocessable} {
		c, s, _ := play(t, say(200, fmt.Sprintf(`{"data":null,"errors":[{"type":%q,"message":"no\n%s"}]}`, kind, token)))
		err := c.Resolve(t.Context(), "T_1")
		if !errors.Is(err, want) || err.Error() != "POST /graphql resolveReviewThread: 200 OK: no ***" {
			t.Errorf("%s: %v", kind, err)
		}
		var sent struct{ Variables map[string]any }
		if _, body, _ := strings.Cut(s.seen[0], "/api/graphql "); json.Unmarshal([]byte(body), &sent) != nil || sent.Variables["thread"] != "T_1" {
			t.Errorf("%s", s.seen[0])
		}
	}
}

// Where GitHub does not say whose the token is, it is taken for that of the
// Actions.
func TestLogin(t *testing.T) {
	c, _, _ := play(t, say(200, `{"data":{"viewer":{"login":"me"}}}`), say(403, `{}`))
	for _, want := range []string{"me", "github-actions[bot]"} {
		if got := c.Login(t.Context()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
