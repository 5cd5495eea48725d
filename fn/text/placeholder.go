package text

import (
	"regexp"
	"sync"
)

// placeholder matches the marks that tools and people put where a value comes
// later: ${X}, $(X), <X>, {{ X }}, {X}, __X__, %X%, and $X alone.
var placeholder = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$\{[^}]*\}?|\$\([^)]*\)|<[A-Za-z_][^<>]*>|\{\{|\{[A-Za-z_][A-Za-z0-9_.-]*\}|__[A-Za-z0-9_]+__|%[A-Z_]+%|^\$[A-Za-z_]\w*$`)
})

// HasPlaceholder reports whether the text holds a mark that something else
// replaces before the manifest is applied: Flux postBuild, envsubst, Helm, or a
// reader of the documentation. Such a value is not the author's last word.
func HasPlaceholder(s string) bool {
	for i := range len(s) { // as strings.ContainsAny, which is slow on short texts
		switch s[i] {
		case '$', '<', '{', '_', '%':
			return placeholder().MatchString(s)
		}
	}
	return false
}
