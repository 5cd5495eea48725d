package text

import "testing"

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
