package overlay

import (
	"regexp"
	"strings"
	"sync"
)

// remotePrefixes start what kustomize takes for a repository or a URL, in any
// case of letters.
// https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md
var remotePrefixes = []string{"http:", "https:", "ssh:", "file:", "git::", "github.com/", "github.com:"}

// userAt starts a URL in the style of scp: git@host:org/repo.
var userAt = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*@`) })

// isRemote reports whether kustomize may take the text for something to fetch,
// even where a local file bears that name. It errs towards yes: a yes costs a
// note, a no would run git.
func isRemote(ref string) bool {
	lower := strings.ToLower(strings.TrimSpace(ref))
	if strings.Contains(lower, "://") || userAt().MatchString(lower) {
		return true
	}
	for _, p := range remotePrefixes {
		if strings.HasPrefix(lower, p) {
			return true
		}
	}
	return false
}
