package github

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/text"
)

// Repo is a repository.
type Repo struct{ Owner, Name string }

// repoPart is what GitHub allows in the names of owners and repositories.
var repoPart = text.NewPattern(`^[A-Za-z0-9_.-]{1,100}$`)

// ParseRepo reads "owner/name", as GITHUB_REPOSITORY has it.
func ParseRepo(s string) (Repo, error) {
	owner, name, _ := strings.Cut(s, "/")
	for _, part := range []string{owner, name} {
		if !repoPart.MatchString(part) || strings.Trim(part, ".") == "" {
			return Repo{}, fmt.Errorf("%q is no repository; allowed: owner/name", s)
		}
	}
	return Repo{owner, name}, nil
}

func (r Repo) String() string { return r.Owner + "/" + r.Name }

func (r Repo) path(parts ...string) string {
	return segments(append([]string{"repos", r.Owner, r.Name}, parts...)...)
}

// Pull is a pull request.
type Pull struct {
	Repo          // the one it is to be merged into
	Number int    // from 1
	Head   string // the commit at its head, 40 hexadecimal digits
}

func (p Pull) path(parts ...string) string {
	return p.Repo.path(append([]string{"pulls", strconv.Itoa(p.Number)}, parts...)...)
}
