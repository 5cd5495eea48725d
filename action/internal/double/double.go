package double

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Bot is whose token the double takes every token for.
const Bot = "github-actions[bot]"

// Head is the commit at the head of a pull request that was not given another.
var Head = strings.Repeat("a1", 20)

// File is a file of the pull request.
type File struct {
	Name, Old, Status, Patch string
}

// Comment is a comment on lines of the pull request, or in its conversation.
type Comment struct {
	ID              int64
	User            string
	Path            string
	StartLine, Line int // 0: the lines have changed since
	Body            string
	ReplyTo         int64
	Resolved        bool // the thread that it begins
	Minimized       bool
	Review          int // the number of its review, from 1
}

// Review is a review that was made.
type Review struct {
	User, Body string
}

// CheckRun is a check run that was made.
type CheckRun struct {
	ID          int64
	Fields      map[string]any // as they were sent
	Annotations []map[string]any
}

// Double is the server and what it holds. Fields may be set before requests are
// made, and read after.
type Double struct {
	// URL is the base URL of the REST API, GraphQL that of the other.
	URL, GraphQL string

	Owner, Name string
	Number      int
	Head        string // of the pull request
	Login       string // what GraphQL calls the account of the token
	Files       []File // of the pull request
	Comments    []*Comment
	Reviews     []*Review
	Talk        []*Comment // in the conversation
	Checks      []*CheckRun
	SARIF       [][]byte                     // that were uploaded, unpacked
	Analysed    []string                     // of those uploads the commit and the ref
	Branches    map[string]string            // the last commit of each
	Messages    map[string]string            // of commits
	Contents    map[string]map[string]string // of commits, by path

	// PageSize bounds the pages of lists further than requests do.
	PageSize int
	// Forbidden are what the token may not write: pulls, issues, checks,
	// code-scanning, contents, threads.
	Forbidden map[string]bool
	// Unresolvable are lines, as "path:5", that cannot be commented on though
	// they stand in a hunk.
	Unresolvable map[string]bool

	t        testing.TB
	mu       sync.Mutex
	specs    *specs
	scripts  []*scripted
	requests []string
	lastID   int64
}

// New starts a double, which stops with the test.
func New(t testing.TB) *Double {
	t.Helper()
	specs, err := load()
	if err != nil {
		t.Fatal(err)
	}
	d := &Double{
		Owner: "octo-org", Name: "manifests", Number: 7, PageSize: 100, Head: Head, Login: Bot, t: t, specs: specs, lastID: 3_000_000_000,
		Branches: map[string]string{"feature": Head}, Messages: map[string]string{Head: "A change"},
		Contents:  map[string]map[string]string{Head: {}},
		Forbidden: map[string]bool{}, Unresolvable: map[string]bool{},
	}
	mux := http.NewServeMux()
	d.routes(mux, "/api/v3")
	mux.HandleFunc("POST /api/graphql", d.graphql)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s: the double has no such call", r.Method, r.URL.Path)
		w.WriteHeader(http.StatusNotFound)
	})
	s := httptest.NewServer(d.guard(mux))
	t.Cleanup(s.Close)
	d.URL, d.GraphQL = s.URL+"/api/v3", s.URL+"/api/graphql"
	return d
}

// SetHead gives the pull request another head, on a branch, with these files.
func (d *Double) SetHead(sha, branch string, files map[string]string) {
	d.Head = sha
	d.Branches[branch], d.Messages[sha], d.Contents[sha] = sha, "A change", files
}

// Requests returns the requests that were made, as "GET /repos/…".
func (d *Double) Requests() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.requests...)
}

// Count returns how many requests began with a text.
func (d *Double) Count(prefix string) int {
	n := 0
	for _, r := range d.Requests() {
		if strings.HasPrefix(r, prefix) {
			n++
		}
	}
	return n
}

func (d *Double) id() int64 {
	d.lastID++
	return d.lastID
}

// guard takes one request at a time, notes it, and plays what is scripted.
func (d *Double) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		what := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/v3")
		if r.URL.Path == "/api/graphql" {
			what = "POST /graphql " + operation(r)
		}
		d.requests = append(d.requests, what)
		d.checkHeaders(r)
		a, after := d.play(what)
		switch {
		case a == nil:
			next.ServeHTTP(w, r)
		case after:
			next.ServeHTTP(httptest.NewRecorder(), r)
			fallthrough
		default:
			d.send(w, *a)
		}
	})
}

// checkHeaders holds a request against what GitHub asks of all.
// https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#headers
func (d *Double) checkHeaders(r *http.Request) {
	for name, want := range map[string]string{"Accept": "application/vnd.github+json", "X-Github-Api-Version": "2022-11-28"} {
		if got := r.Header.Get(name); got != want {
			d.t.Errorf("%s %s: the header %s is %q, wanted %q", r.Method, r.URL.Path, name, got, want)
		}
	}
	if r.Header.Get("User-Agent") == "" || !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		d.t.Errorf("%s %s: without User-Agent or Authorization", r.Method, r.URL.Path)
	}
}

func (d *Double) wrong(r *http.Request, format string, args ...any) {
	d.t.Errorf("%s %s: %s", r.Method, r.URL.Path, fmt.Sprintf(format, args...))
}
