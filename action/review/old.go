package review

import (
	"context"
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/lint"
)

// comment is one that Gatefix made earlier.
type comment struct {
	github.ReviewComment
	matter
}

// matter is what a comment speaks of. Fingerprints number findings that are
// alike over all files; here they are numbered in each, since the same mistake
// in the file of another environment comes and goes by itself.
type matter struct{ path, id string }

// matters are those of findings.
func matters(findings []*lint.Finding) map[*lint.Finding]matter {
	out, alike := map[*lint.Finding]matter{}, map[matter]int{}
	for _, f := range findings {
		if _, known := out[f]; known {
			continue
		}
		id, _, _ := strings.Cut(f.Fingerprint, ":")
		m := matter{f.At.Doc.File.Name, id}
		alike[m]++
		m.id = fmt.Sprintf("%s:%d", id, alike[m])
		out[f] = m
	}
	return out
}

// reload reads the comments that this account made for this category. Others
// may have copied a marker, so that it alone does not count.
func (r *run) reload(ctx context.Context) error {
	all, err := r.client.ReviewComments(ctx, r.Pull)
	if err != nil {
		return err
	}
	r.old = nil
	for _, c := range all {
		m, ok := post.ParseMarker(c.Body)
		if ok && m.Key == "fp" && m.Category == r.Category && c.User.Is(r.login) && c.InReplyTo == 0 {
			r.old = append(r.old, comment{c, matter{c.Path, m.Value}})
		}
	}
	return nil
}

// commented reports whether a finding has a comment on lines that are still
// there. GitHub moves comments along with their lines.
func (r *run) commented(f *lint.Finding) bool {
	for _, c := range r.old {
		if c.matter == r.matters[f] && c.Line > 0 {
			return true
		}
	}
	return false
}

// most is how many threads a run resolves, at a second each.
const most = 30

// resolve marks the threads of findings that are gone, and of those that were
// commented on anew, as resolved. Where the token may not, the comments are
// folded, and where it may not do that either they stay.
func (r *run) resolve(ctx context.Context) {
	stale := r.stale()
	if len(stale) == 0 {
		return
	}
	threads, err := r.client.Threads(ctx, r.Pull)
	if err != nil {
		return
	}
	for _, t := range threads {
		if !stale[t.Number] || t.Resolved || r.resolved == most {
			continue
		}
		if r.client.Resolve(ctx, t.ID) != nil && r.client.Minimize(ctx, t.Comment) != nil {
			return
		}
		r.resolved++
	}
}

// stale are the numbers of the comments that speak of nothing any more.
func (r *run) stale() map[int64]bool {
	standing, unread := map[matter]bool{}, map[string]bool{}
	for _, f := range r.All {
		standing[r.matters[f]] = true
	}
	for _, name := range r.Unread {
		unread[name] = true
	}
	posted := map[matter]bool{}
	for f := range r.posted {
		posted[r.matters[f]] = true
	}
	out := map[int64]bool{}
	for _, c := range r.old {
		gone := !standing[c.matter] && !unread[c.Path]
		if gone || c.Line == 0 && posted[c.matter] {
			out[c.ID] = true
		}
	}
	return out
}
