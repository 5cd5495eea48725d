package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

// Files are replaced all or none, whatever comes between reading and writing
// them, and nothing is left beside them.
func TestReplaceFiles(t *testing.T) {
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		between func(t *testing.T)
		want    []string // the texts of a.yaml and b.yaml
		wrong   string
	}{
		"nothing":         {want: []string{"new a", "new b"}},
		"Ctrl-C":          {ctx: done, want: []string{"old a", "old b"}, wrong: "interrupted; no file was written"},
		"a file changed":  {between: func(t *testing.T) { put(t, "b.yaml", "mine") }, want: []string{"old a", "mine"}, wrong: "b.yaml: cannot be written: it was changed in the meantime; run again"},
		"a file vanished": {between: func(t *testing.T) { os.Remove("b.yaml") }, want: []string{"old a", ""}, wrong: "b.yaml: cannot be written: no such file or directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			var before, after []*source.File
			for _, f := range []string{"a", "b"} {
				put(t, f+".yaml", "old "+f)
				before = append(before, file(t, f+".yaml", "old "+f))
				after = append(after, file(t, f+".yaml", "new "+f))
			}
			if c.between != nil {
				c.between(t)
			}
			if c.ctx == nil {
				c.ctx = t.Context()
			}
			var messages []string
			wrong, err := replaceFiles(c.ctx, before, after, nil)
			for _, e := range wrong {
				messages = append(messages, e.Error())
			}
			if err != nil {
				messages = append(messages, err.Error())
			}
			if got := strings.Join(messages, "; "); got != c.wrong {
				t.Errorf("said %q, want %q", got, c.wrong)
			}
			if got := []string{onDisk("a.yaml"), onDisk("b.yaml")}; !slices.Equal(got, c.want) {
				t.Errorf("files hold %q, want %q", got, c.want)
			}
			if left, _ := filepath.Glob(".gatefix-*"); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// What was replaced before a file that cannot be is put back as it was.
func TestPutBack(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "a.yaml", "old")
	p, err := prepare("a.yaml", []byte("old"), []byte("new"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.commit(); err != nil || onDisk("a.yaml") != "new" {
		t.Fatalf("%v, %q", err, onDisk("a.yaml"))
	}
	if wrong := putBack([]*replacement{p}); len(wrong) > 0 || onDisk("a.yaml") != "old" {
		t.Errorf("%v, %q", wrong, onDisk("a.yaml"))
	}
	if err := os.Remove("a.yaml"); err != nil {
		t.Fatal(err)
	}
	if wrong := putBack([]*replacement{p}); len(wrong) != 1 || !strings.Contains(wrong[0].Message, "cannot be put back") {
		t.Errorf("a file that is gone: %v", wrong)
	}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func onDisk(name string) string {
	text, _ := os.ReadFile(name) // "": there is none
	return string(text)
}

func file(t *testing.T, name, text string) *source.File {
	t.Helper()
	f, err := source.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
