package review

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
)

// body is the text of the comment on a finding, with its suggestion, if there
// is one. All that comes from manifests is escaped, but the suggestion, which is
// the text of the file.
func (r *run) body(f *lint.Finding, s *suggestion, at string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**%s: %s (%s)\n", f.Severity, at, report.MarkdownText(post.Cut(f.Message, 4096)), report.MarkdownRule(f))
	for i, remark := range report.Remarks(f) {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("- " + report.MarkdownText(post.Cut(remark, 4096)) + "\n")
	}
	if len(f.Overlays) > 0 {
		b.WriteString("\nRendered from " + report.MarkdownCode(post.Cut(strings.Join(f.Overlays, ", "), 1024)) + ".\n")
	}
	if s != nil {
		b.WriteString("\n" + s.block())
	}
	b.WriteString("\n" + r.marker("fp", r.matters[f].id) + "\n")
	return b.String()
}

// placeIn says where a finding stands, where that is not among the lines of the
// suggestion.
func (r *run) placeIn(f *lint.Finding, s *suggestion) string {
	line := f.At.Position().Line
	if line >= s.from && line <= s.to {
		return ""
	}
	return " in " + report.MarkdownCode(strings.TrimSpace(post.Cut(r.line(f.At.Doc.File, line), 80)))
}

func (r *run) marker(key, value string) string {
	return post.Marker{Key: key, Value: value, Category: r.Category}.String()
}

// longestList is the number of findings that the body of a review lists.
const longestList = 30

// summary is the body of the review: the end line, and the findings that have
// no line to be commented on.
func (r *run) summary() string {
	var b strings.Builder
	b.WriteString("**Gatefix**: " + report.MarkdownText(r.EndLine) + "\n")
	list := slices.Concat(r.outside, r.rejected)
	if len(list) > 0 {
		fmt.Fprintf(&b, "\n%s cannot be shown on the changed lines:\n\n", report.Plural(len(list), "finding"))
	}
	for _, f := range list[:min(len(list), longestList)] {
		pos := f.At.Position()
		place := fmt.Sprintf("%s:%d:%d", f.At.Doc.File.Name, pos.Line, pos.Column)
		fmt.Fprintf(&b, "- %s %s: %s (%s)\n", report.MarkdownCode(post.Cut(place, 300)), f.Severity, report.MarkdownText(post.Cut(f.Message, 500)), report.MarkdownRule(f))
	}
	if more := len(list) - longestList; more > 0 {
		fmt.Fprintf(&b, "\n%d more stand in the summary of the run.\n", more)
	}
	if n := len(r.over); n > 0 {
		fmt.Fprintf(&b, "\n%s more than are commented on; they stand in the summary of the run.\n", report.Plural(n, "finding"))
	}
	return b.String() + "\n" + r.marker("body", r.digest()) + "\n"
}

// digest names the findings that the body of the review lists.
func (r *run) digest() string {
	h := sha256.New()
	for _, f := range slices.Concat(r.outside, r.rejected, r.over) {
		fmt.Fprintln(h, r.matters[f].path, r.matters[f].id)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// fits reports whether GitHub takes a text. The limit counts characters, of
// which there are at most as many as bytes.
func fits(body string) bool { return len(body) <= github.MaxBody }
