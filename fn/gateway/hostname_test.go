package gateway

import (
	"strings"
	"testing"
)

// The table of the Gateway API: the hostname of a listener against that of a
// route, each of which may be missing, exact or a wildcard.
// https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec (hostnames)
func TestHostnamesIntersect(t *testing.T) {
	routes := []string{"", "example.com", "*.example.com", "a.example.com", "a.b.example.com", "*.b.example.com", "*.com", "other.net", "xexample.com"}
	table := map[string]string{ // one sign a route: x intersects, - does not
		"":                "x x x x x x x x x",
		"*":               "x x x x x x x x x",
		"example.com":     "x x - - - - x - -",
		"*.example.com":   "x - x x x x x - -",
		"a.example.com":   "x - x x - - x - -",
		"a.b.example.com": "x - x - x x x - -",
		"*.b.example.com": "x - x - x x x - -",
		"*.com":           "x x x x x x x - x",
		"EXAMPLE.com":     "x x - - - - x - -",
	}
	for listener, row := range table {
		for i, sign := range strings.Fields(row) {
			want := sign == "x"
			if got := HostnamesIntersect(listener, routes[i]); got != want {
				t.Errorf("listener %q, route %q: %v, want %v", listener, routes[i], got, want)
			}
			if got := HostnamesIntersect(routes[i], listener); got != want {
				t.Errorf("not the same the other way round: %q, %q", routes[i], listener)
			}
		}
	}
}
