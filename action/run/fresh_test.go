package run

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/internal/repotest"
)

// Environments hold the same objects in folders of their own. A mistake that
// comes into one of them is no new one of the others, whose files nobody
// touched; nor is one in a file that was only renamed.
func TestOldMistakesElsewhere(t *testing.T) {
	old := read(t, "old.yaml")
	nameless := read(t, "gateway.yaml") + "# gatefix:ignore cors-max-age -- there is none\n"
	for name, tc := range map[string]struct {
		past, head files
		found      string // the files with findings in scope
	}{
		"another environment":     {files{"prod/gw.yaml": old}, files{"dev/gw.yaml": old}, "dev/gw.yaml"},
		"one is repaired":         {files{"dev/gw.yaml": old, "prod/gw.yaml": old}, files{"dev/gw.yaml": strings.Replace(old, "1h", "3600", 1)}, ""},
		"renamed":                 {files{"prod/gw.yaml": old}, files{"prod/gw.yaml": "", "stage/gw.yaml": old}, ""},
		"renamed, without a name": {files{"prod/gw.yaml": nameless}, files{"prod/gw.yaml": "", "stage/gw.yaml": nameless}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := pullStep(repotest.NewPull(t, tc.past, tc.head, nil, nil)).run(t)
			var got []string
			for _, line := range strings.Split(s.log, "\n") {
				if _, rest, ok := strings.Cut(line, "file="); ok {
					file, _, _ := strings.Cut(rest, ",")
					got = append(got, file)
				}
			}
			if strings.Join(got, " ") != tc.found {
				t.Errorf("findings in %q, want %q\n%s", got, tc.found, s.log)
			}
			if len(got) == 0 && !strings.Contains(s.log, "elsewhere in the input neither shown nor counted") {
				t.Errorf("nothing was found at all\n%s", s.log)
			}
		})
	}
}

// Only what the change brings is repaired, and not what is like it: in the file
// of another environment, or in another place of the same.
func TestRepairsInScope(t *testing.T) {
	old := read(t, "old.yaml")
	fixed := strings.Replace(old, "1h", "3600", 1)
	const list = "      allowOrigins: [\"https://old.example.com\"]\n"
	two := strings.Replace(fixed, list, "      allowOrigins:\n      - {type: Exact, value: \"https://a.example\"}\n      - https://b.example\n", 1)
	three := strings.Replace(two, "- https://b.example", "- {type: Exact, value: \"https://b.example\"}", 1)
	for name, tc := range map[string]struct{ past, head, want files }{
		"another environment": {files{"prod/gw.yaml": old}, files{"dev/gw.yaml": old}, files{"prod/gw.yaml": old, "dev/gw.yaml": fixed}},
		"the same list": {files{"gw.yaml": two}, files{"gw.yaml": three},
			files{"gw.yaml": strings.Replace(two, "- https://b.example", "- \"https://b.example\"", 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			p := repotest.NewPull(t, tc.past, tc.head, nil, nil)
			s := pullStep(p, "fix", "write").run(t)
			if s.outputs()["fixed"] != "1" || s.status != 0 {
				t.Errorf("%v\n%s", s.outputs(), s.log)
			}
			for name, want := range tc.want {
				if d := cmp.Diff(want, content(t, filepath.Join(p.Dir, name))); d != "" {
					t.Errorf("%s: %s", name, d)
				}
			}
		})
	}
}

// What only an overlay brings about is its author's who changes what the overlay
// is made of: not who writes a README or a workflow beside it.
func TestOldMistakesOfOverlays(t *testing.T) {
	past := files{"kustomization.yaml": "resources: [base]\npatches:\n- path: cors.yaml\n", "cors.yaml": read(t, "cors-patch.yaml"),
		"base/kustomization.yaml": "resources: [gateway.yaml]\n", "base/gateway.yaml": read(t, "gateway.yaml")}
	for name, tc := range map[string]struct {
		head   files
		status int
	}{
		"README":        {files{"README.md": "# Title\n"}, 0},
		"workflow":      {files{".github/workflows/ci.yaml": "on: push\n"}, 0},
		"left out":      {files{"vendor/x.yaml": "a: b\n"}, 0},
		"kustomization": {files{"kustomization.yaml": past["kustomization.yaml"] + "# the end\n"}, 1},
		"base":          {files{"base/gateway.yaml": past["base/gateway.yaml"] + "# the end\n"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := pullStep(repotest.NewPull(t, past, tc.head, nil, nil), "exclude", "vendor").run(t)
			if found := strings.Contains(s.log, "file=cors.yaml"); s.status != tc.status || found != (tc.status == 1) {
				t.Errorf("status %d, want %d\n%s", s.status, tc.status, s.log)
			}
		})
	}
}

// backendRemoved is a pull request that takes away what a route in another file
// leads to, from a file with so many lines more; the configuration changes along.
func backendRemoved(t *testing.T, padding int) *repotest.Pull {
	config := "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec: {failOn: warning}\n"
	backend := read(t, "backend.yaml")
	past := files{"web.yaml": backend + strings.Repeat("# x\n", padding), "other.yaml": strings.Replace(backend, "web", "other", 1),
		"route.yaml": read(t, "route-backend.yaml"), "gateway.yaml": read(t, "gateway.yaml"), ".gatefix.yaml": config}
	return repotest.NewPull(t, past, files{"web.yaml": "", ".gatefix.yaml": config + "# the end\n"}, nil, nil)
}

// A file may be too long for its lines to be compared, and is read all the same
// for what was there before.
func TestLongFileRemoved(t *testing.T) {
	if s := pullStep(backendRemoved(t, 30_000)).run(t); s.outputs()["findings"] != "1" || !strings.Contains(s.log, "file=route.yaml") {
		t.Errorf("%v\n%s", s.outputs(), s.log)
	}
}

// A partial clone lacks the bytes of files as they were. That nobody knows what
// was wrong then is said, and a configuration that cannot be read is not taken
// for one that was not there.
func TestPartialClone(t *testing.T) {
	p := backendRemoved(t, 0)
	p.ForgetBlobs(p.Base)
	if s := pullStep(p).run(t); !strings.Contains(s.log, "what was wrong before the change is not known: web.yaml: as it was before the change it is not in the checkout") {
		t.Errorf("%v\n%s", s.outputs(), s.log)
	}
	if s := pullStep(p, "config-from", "base").run(t); s.status != 2 || !strings.Contains(s.log, `config ".gatefix.yaml" cannot be read: as it was before`) {
		t.Errorf("config-from base: status %d\n%s", s.status, s.log)
	}
}
