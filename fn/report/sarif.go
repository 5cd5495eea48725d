package report

import (
	"cmp"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

var sarifLevels = map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "note"}

// SARIF writes the report in the Static Analysis Results Interchange Format,
// which code scanning and editors read. Columns count Unicode code points.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
func SARIF(w io.Writer, r Report) error {
	version := semantic(r.Version)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "gatefix", InformationURI: lint.Home, Version: cmp.Or(version, r.Version),
			SemanticVersion: version, Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{Successful: len(r.Unreadable) == 0, Notifications: []sarifNotification{}}},
		Automation:  sarifID{cmp.Or(r.Category, "gatefix") + "/"},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
	}
	for _, e := range r.Unreadable {
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, notification(e))
	}
	rules, hashes := sarifRules(r.standing()), lineHashes{}
	run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rules...)
	for _, f := range r.standing() {
		index := slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == f.Name })
		run.Results = append(run.Results, sarifFinding(f, index, hashes))
	}
	return WriteJSON(w, sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}})
}

var semver = text.NewPattern(`^v?(\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)$`)

// semantic returns a version as https://semver.org writes it; "" for others.
func semantic(version string) string {
	if m := semver.FindStringSubmatch(version); m != nil {
		return m[1]
	}
	return ""
}

func notification(e *source.Error) sarifNotification {
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{fileURI(e.File)}}}
	if p := e.Position; p.Line > 0 {
		at.Physical.Region = &sarifRegion{p.Line, p.Column, p.Line, p.Column}
	}
	return sarifNotification{"error", sarifText{e.Message}, []sarifLocation{at}}
}

func sarifFinding(f *lint.Finding, rule int, hashes lineHashes) sarifResult {
	r := sarifResult{
		RuleID: f.Name, RuleIndex: rule, Level: sarifLevels[f.Severity],
		Message: sarifText{unlinked(f.Message)}, Locations: []sarifLocation{sarifPlace(f.At)},
		// Code scanning knows a finding again by the first of them, and others
		// by the second.
		Fingerprints: map[string]string{
			"primaryLocationLineHash": hashes.of(f.At.Doc.File, f.At.Position().Line),
			"gatefix/v1":              f.Fingerprint,
		},
	}
	if f.Held != "" && !pointsAtObstacle(f) {
		r.Message.Text += "; not repaired: " + unlinked(f.Held)
	}
	if f.Object != nil {
		r.Locations[0].Logical = []sarifLogical{{f.Subject(), "resource"}}
	}
	for i, at := range f.Related {
		l := sarifPlace(at.Place)
		l.ID, l.Message = i+1, &sarifText{unlinked(at.Message)}
		r.Related = append(r.Related, l)
		r.Message.Text += sarifLink(at.Message, l.ID) // what is not linked is not shown
	}
	for _, fix := range f.Fixes {
		if changes := artifactChanges(fix); len(changes) > 0 {
			r.Fixes = append(r.Fixes, sarifFix{sarifText{fix.Title + " (" + fix.Safety.String() + ")"}, changes})
		}
	}
	return r
}

func sarifPlace(at lint.Place) sarifLocation {
	return sarifLocation{Physical: sarifPhysical{sarifArtifact{fileURI(at.Doc.File.Name)}, regionOf(at.Doc.File, at.Span)}}
}

func regionOf(f *source.File, s source.Span) *sarifRegion {
	start, end := f.Position(s.Start), f.Position(s.End)
	return &sarifRegion{start.Line, start.Column, end.Line, end.Column}
}

// artifactChanges returns the bytes that a fix exchanges, by file.
func artifactChanges(fix lint.Fix) []sarifChange {
	all, err := source.Replacements(fix.Edits)
	if err != nil {
		return nil
	}
	var out []sarifChange
	for i, r := range all {
		if i == 0 || r.File != all[i-1].File {
			out = append(out, sarifChange{Artifact: sarifArtifact{fileURI(r.File.Name)}})
		}
		c := &out[len(out)-1]
		c.Replacements = append(c.Replacements, sarifReplacement{*regionOf(r.File, r.Span), sarifText{r.Text}})
	}
	return out
}

// fileURI is a file name as a reference: relative to the root of the
// repository, unless the name is absolute.
func fileURI(name string) string {
	u := strings.ReplaceAll((&url.URL{Path: name}).EscapedPath(), ":", "%3A") // else a scheme
	if path.IsAbs(name) {
		return "file://" + u
	}
	return u
}

// unlinked keeps a text from being read as the link [text](target).
func unlinked(s string) string { return strings.ReplaceAll(s, "](", "] (") }

// sarifLink is a link to a related location.
func sarifLink(text string, id int) string {
	text = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
	return " ([" + text + "](" + strconv.Itoa(id) + "))"
}
