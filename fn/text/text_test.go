package text

import (
	"strings"
	"testing"
)

func TestPlaceholders(t *testing.T) {
	for s, want := range map[string]bool{
		"${X}": true, "a-${X}-b": true, "$(X)": true, "<your-host>": true, "{{ .Values.x }}": true, "{name}": true, "__X__": true, "$X": true, "%HOST%": true,
		"plain": false, "a<b": false, "1 < 2": false, "$5": false, "a_b": false, "{}": false, "100%": false, "": false, "a__b": false,
	} {
		if HasPlaceholder(s) != want {
			t.Errorf("HasPlaceholder(%q) is not %v", s, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"allowOrigins", "allowMethods", "maxAge"}
	for word, want := range map[string]string{
		"allowOrigin": "allowOrigins", "alowOrigins": "allowOrigins", "maxage": "maxAge", "mxaAge": "maxAge", "zzz": "", "credentials": "",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("Nearest(%q) is %q, want %q", word, got, want)
		}
	}
}

// A value of megabytes is near to no name, and is not compared with each: that
// would take a row of numbers for each of its letters.
func TestNearestOfALongText(t *testing.T) {
	word, names := strings.Repeat("a", 1<<16), []string{"allowOrigins", "allowMethods", "maxAge"}
	if n := testing.AllocsPerRun(1, func() {
		if got := Nearest(word, names); got != "" {
			t.Errorf("Nearest is %q", got)
		}
	}); n > 100 {
		t.Errorf("%v allocations", n)
	}
}
