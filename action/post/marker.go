package post

import (
	"net/url"
	"strings"

	"github.com/gatefix/gatefix/fn/text"
)

// Marker is a comment in Markdown that is not shown, by which Gatefix knows
// what it has written again.
//
//	<!-- gatefix:v1 fp=0123456789abcdef:1 category=gatefix -->
//
// The category keeps jobs apart that look at different files of the same
// repository. What manifests say cannot become a marker: it is escaped, but for
// suggestions, and the marker is the last line.
type Marker struct{ Key, Value, Category string }

func (m Marker) String() string {
	return "<!-- gatefix:v1 " + m.Key + "=" + url.QueryEscape(m.Value) + " category=" + url.QueryEscape(m.Category) + " -->"
}

var marker = text.NewPattern(`^<!-- gatefix:v1 ([a-z]{1,20})=(\S*) category=(\S*) -->$`)

// ParseMarker reads the marker in the last line of a text.
func ParseMarker(body string) (Marker, bool) {
	body = strings.TrimRight(body, " \r\n")
	m := marker.FindStringSubmatch(strings.TrimRight(body[strings.LastIndexByte(body, '\n')+1:], "\r"))
	if m == nil {
		return Marker{}, false
	}
	value, err := url.QueryUnescape(m[2])
	category, err2 := url.QueryUnescape(m[3])
	return Marker{m[1], value, category}, err == nil && err2 == nil
}
