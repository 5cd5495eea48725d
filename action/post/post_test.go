package post_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
)

// However many reporters are denied, it is said once.
func TestNotices(t *testing.T) {
	denied := func(reporter string) post.Outcome {
		return post.Failed(reporter, fmt.Errorf("%s: %w", reporter, github.ErrForbidden), nil)
	}
	got := post.Notices([]post.Outcome{
		denied("review"), {Reporter: "sarif-upload", Did: "uploaded"}, denied("comment"), denied("check"),
		post.Failed("commit", errors.New("a gateway failed"), nil),
	})
	want := []string{
		`the token does not allow review, comment, check: it may only read in pull requests from forks; elsewhere the job needs ` +
			`pull-requests: write, checks: write. Nothing is lost: annotations and summary show every finding (review: the token may not do this)`,
		"commit: a gateway failed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := post.Notices([]post.Outcome{{Reporter: "review", Did: "1 comment"}}); got != nil {
		t.Error(got)
	}
}

func TestMarker(t *testing.T) {
	m := post.Marker{Key: "fp", Value: "0123456789abcdef:2"}
	// One that is not found again is written again on every run.
	for _, m.Category = range []string{"a job --> with <words> & %", strings.Repeat("проверка ", 20)} {
		for name, body := range map[string]string{"alone": m.String(), "at the end": "x\n\n" + m.String() + "\n", "as GitHub keeps it": "x\r\n" + m.String() + "\r\n"} {
			if got, ok := post.ParseMarker(body); !ok || got != m {
				t.Errorf("%s: %v", name, got)
			}
		}
	}
	// What is written is read again, however long the category is in a marker:
	// else every run would comment anew.
	long := post.Marker{Key: "comment", Value: "sticky", Category: strings.Repeat("größe ", 100)}
	if got, ok := post.ParseMarker(long.String()); !ok || got != long {
		t.Errorf("a long category: %v", got)
	}
	for _, body := range []string{"", "x", m.String() + "\nx", "> " + m.String(), "x " + m.String(), "<!-- gatefix:v1 -->", "<!-- gatefix:v1 fp=%zz category=a -->"} {
		if got, ok := post.ParseMarker(body); ok {
			t.Errorf("%q is %v", body, got)
		}
	}
}

func TestCut(t *testing.T) {
	for n := 3; n < 12; n++ {
		if got := post.Cut("äöüäöü", n); len(got) > n || !utf8.ValidString(got) {
			t.Errorf("%d: %q", n, got)
		}
	}
	if got := post.Cut("äöü", 6); got != "äöü" {
		t.Error(got)
	}
}
