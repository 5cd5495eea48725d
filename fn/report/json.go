package report

import (
	"encoding/json"
	"io"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// JSONVersion is the version of the JSON format. Fields may be added to it; a
// field that goes away or changes its meaning makes a new version.
const JSONVersion = 1

type jsonReport struct {
	Version  int            `json:"version"`
	Findings []jsonFinding  `json:"findings"`
	Fixed    *[]jsonFinding `json:"fixed,omitempty"` // in fix mode only
	Summary  jsonSummary    `json:"summary"`
}

type jsonSummary struct {
	Summary
	Unreadable []jsonPlace   `json:"unreadable"`
	Baseline   *jsonBaseline `json:"baseline,omitempty"` // with a baseline only
}

type jsonBaseline struct {
	New       int `json:"new"`
	Fixed     int `json:"fixed"`
	Unchanged int `json:"unchanged"`
	Unseen    int `json:"unseen"` // not looked for
}

type jsonFinding struct {
	Rule      string      `json:"rule"`
	Severity  string      `json:"severity"`
	Message   string      `json:"message"`
	File      string      `json:"file"`
	Line      int         `json:"line"`
	Column    int         `json:"column"`
	EndLine   int         `json:"endLine"`
	EndColumn int         `json:"endColumn"`
	Path      string      `json:"path"`
	Object    *jsonObject `json:"object"`
	Overlays  []string    `json:"overlays,omitempty"` // where it stands only in what they build
	Related   []jsonPlace `json:"related"`
	Fix       *jsonFix    `json:"fix"`
	// Fingerprint names the mistake whatever line it stands in.
	Fingerprint string `json:"fingerprint"`
}

type jsonObject struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace"`
	Name       string `json:"name"`
}

type jsonPlace struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

type jsonFix struct {
	Title  string `json:"title"`
	Safety string `json:"safety"`
}

// JSON writes the report as one JSON object. Lines and columns count from 1,
// columns in Unicode code points; an end is the place behind the last one.
func JSON(w io.Writer, r Report) error {
	out := jsonReport{Version: JSONVersion, Findings: jsonFindings(r.Findings), Summary: jsonSummary{r.Summary, jsonErrors(r.Unreadable), nil}}
	if c := r.Baseline; c != nil {
		out.Summary.Baseline = &jsonBaseline{c.New, c.Fixed, c.Unchanged, c.Unseen}
	}
	if r.Mode == lint.FixMode {
		fixed := jsonFindings(r.Fixed)
		out.Fixed = &fixed
	}
	return WriteJSON(w, out)
}

// WriteJSON writes a value as Gatefix writes JSON: indented, and with <, > and
// & as they are.
func WriteJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func jsonFindings(findings []*lint.Finding) []jsonFinding {
	out := make([]jsonFinding, len(findings))
	for i, f := range findings {
		out[i] = toJSON(f)
	}
	return out
}

func toJSON(f *lint.Finding) jsonFinding {
	start, end := f.At.Position(), f.At.End()
	j := jsonFinding{
		Rule: f.Name, Severity: f.Severity.String(), Message: f.Message,
		File: f.At.Doc.File.Name, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		Path: f.At.Path.String(), Overlays: f.Overlays, Related: []jsonPlace{}, Fingerprint: f.Fingerprint,
	}
	if o := f.Object; o != nil {
		j.Object = &jsonObject{o.APIVersion(), o.Kind.Name, o.Namespace, o.Name}
	}
	for _, r := range f.Related {
		pos := r.Position()
		j.Related = append(j.Related, jsonPlace{r.Doc.File.Name, pos.Line, pos.Column, r.Message})
	}
	if fix := f.Fix(); fix != nil {
		j.Fix = &jsonFix{fix.Title, fix.Safety.String()}
	}
	return j
}

func jsonErrors(errs []*source.Error) []jsonPlace {
	out := make([]jsonPlace, len(errs))
	for i, e := range errs {
		out[i] = jsonPlace{e.File, e.Position.Line, e.Position.Column, e.Message}
	}
	return out
}
