package lint

import (
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// secretWords occur in the names of keys whose values are not shown: results
// are printed in build logs, and kpt writes them into the package.
var secretWords = []string{"key", "password", "passwd", "passphrase", "token", "secret", "credential", "authorization"}

func soundsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// IsSecret reports whether the value at a path may be one to keep: it belongs
// to a Secret, a key on the way to it sounds so, or it is the value of a named
// thing (an environment variable, a header) whose name does.
func IsSecret(root *source.Node, at source.Path) bool {
	if root.Get("kind").Text() == "Secret" {
		return true
	}
	n := root
	for _, s := range at {
		if s.IsIndex {
			n = n.Get(s.Index)
			continue
		}
		if soundsSecret(s.Key) || s.Key == "value" && soundsSecret(n.Get("name").Text()) {
			return true
		}
		n = n.Get(s.Key)
	}
	return false
}
