package run

import (
	"strings"
	"testing"

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
