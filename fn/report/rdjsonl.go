package report

import (
	"encoding/json"
	"io"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// The Reviewdog Diagnostic Format.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Source      rdSource       `json:"source"`
	Code        *rdCode        `json:"code,omitempty"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"related_locations,omitempty"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition  `json:"start"`
	End   *rdPosition `json:"end,omitempty"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"` // in bytes
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

var rdSeverities = map[lint.Severity]string{lint.Error: "ERROR", lint.Warning: "WARNING", lint.Info: "INFO"}

// RDJSONL writes a line of JSON for each finding, as reviewdog reads it, which
// comments on pull requests of many hosts. Columns count bytes.
func RDJSONL(w io.Writer, r Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	us := rdSource{"gatefix", lint.Home}
	for _, e := range r.Unreadable {
		d := rdDiagnostic{Message: e.Message, Location: rdLocation{Path: e.File}, Severity: "ERROR", Source: us}
		if p := e.Position; p.Line > 0 {
			d.Location.Range = &rdRange{Start: rdPosition{p.Line, p.Column}}
		}
		if err := enc.Encode(d); err != nil {
			return err
		}
	}
	for _, f := range r.standing() {
		d := rdDiagnostic{
			Message: f.Message, Location: rdPlace(f.At), Severity: rdSeverities[f.Severity], Source: us,
			Code: &rdCode{f.Name, lint.RuleURL(f.Name)}, Suggestions: rdSuggestions(f),
		}
		for _, at := range f.Related {
			d.Related = append(d.Related, rdRelated{at.Message, rdPlace(at.Place)})
		}
		if err := enc.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

func rdPlace(at lint.Place) rdLocation {
	r := rdSpan(at.Doc.File, at.Span)
	return rdLocation{at.Doc.File.Name, &r}
}

func rdSpan(f *source.File, s source.Span) rdRange {
	end := rdAt(f, s.End)
	return rdRange{rdAt(f, s.Start), &end}
}

func rdAt(f *source.File, offset int) rdPosition {
	line := f.Position(offset).Line
	return rdPosition{line, offset - f.LineSpan(line).Start + 1}
}
