package text

import (
	"fmt"
	"testing"
)

// Of many names a word is compared with few, and a slip at either end is found.
func TestNamesAround(t *testing.T) {
	var all []string
	for i := range 20 * fewNames {
		all = append(all, fmt.Sprintf("service-%05d-web", i))
	}
	names := NewNames(all)
	for word, want := range map[string]string{
		"servce-12345-web":  "service-12345-web",
		"sevrice-00007-web": "service-00007-web",
		"service-19999-wbe": "service-19999-web",
		"service-04711-we":  "service-04711-web",
		"nothing":           "",
	} {
		if got := names.Nearest(word); got != want {
			t.Errorf("the nearest to %q is %q, want %q", word, got, want)
		}
		if n := len(names.Around(word)); n > 4*neighbours {
			t.Errorf("%q is compared with %d names", word, n)
		}
	}
	few := NewNames(all[:fewNames])
	if n := len(few.Around("x")); n != fewNames {
		t.Errorf("of %d names, %d are compared", fewNames, n)
	}
}
