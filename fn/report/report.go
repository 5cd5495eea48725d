package report

import (
	"io"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Report is a run as every format sees it.
type Report struct {
	// Mode tells whether repairs were asked for. In check mode there are none.
	Mode lint.Mode
	// Pending tells that the repairs were shown and not written: the findings
	// in Fixed still stand in the files.
	Pending bool
	// Findings remain, in input order.
	Findings []*lint.Finding
	// Fixed are the findings that were repaired, with their places in the text
	// in which they were found.
	Fixed []*lint.Finding
	// Unreadable are the files that were not looked at, and why. The last
	// Unwritten of them were, and their repairs could not be written.
	Unreadable []*source.Error
	Unwritten  int
	Summary    Summary
	// Baseline counts the findings against those of a baseline, of which the
	// unchanged ones are not in Findings; nil: there is none.
	Baseline *lint.Comparison
	// FailOn is the severity from which on a finding fails the run. At zero
	// every one does.
	FailOn lint.Severity
	// Category tells the analysis from others of the same tool in code scanning;
	// "": gatefix.
	Category string
	// Version is that of Gatefix.
	Version string
	// Color is for the formats that know colours.
	Color bool
}

// Summary counts. The names are those of the JSON format.
type Summary struct {
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Infos     int `json:"infos"`
	Files     int `json:"files"`
	Documents int `json:"documents"`
	Fixed     int `json:"fixed"`
	// Fixable counts the findings that fix mode repairs, FixableUnsafe those
	// that it repairs only when unsafe fixes are asked for.
	Fixable       int `json:"fixable"`
	FixableUnsafe int `json:"fixableUnsafe"`
	// Outside counts references that were not judged, such as those to objects
	// that are not in the input; OutsideBy counts them by reason.
	Outside    int            `json:"outside"`
	OutsideBy  map[string]int `json:"outsideBy,omitempty"`
	Suppressed int            `json:"suppressed"`
	// NoSchema counts documents of kinds that no schema is known of, those of
	// Kubernetes itself left out.
	NoSchema int `json:"noSchema"`
}

// New makes a report of a result.
func New(mode lint.Mode, result *lint.Result, unreadable []*source.Error) Report {
	r := Report{Mode: mode, Findings: result.Findings, Fixed: result.Fixed, Unreadable: unreadable}
	r.Summary = Summary{
		Files: result.Stats.Files, Documents: result.Stats.Documents, Fixed: len(result.Fixed),
		Fixable: result.Stats.Fixable, FixableUnsafe: result.Stats.HeldUnsafe,
		Outside: result.Stats.Outside, OutsideBy: result.Stats.OutsideBy, Suppressed: result.Stats.Suppressed, NoSchema: result.Stats.NoSchema,
	}
	for _, f := range result.Findings {
		switch f.Severity {
		case lint.Error:
			r.Summary.Errors++
		case lint.Warning:
			r.Summary.Warnings++
		default:
			r.Summary.Infos++
		}
	}
	return r
}

// unwritten reports whether a file of Unreadable was read, and not written.
func (r Report) unwritten(i int) bool { return i >= len(r.Unreadable)-r.Unwritten }

// Format writes a report.
type Format func(io.Writer, Report) error

// Formats are the formats by name.
var Formats = map[string]Format{
	"github":   GitHub,
	"json":     JSON,
	"junit":    JUnit,
	"markdown": Markdown,
	"rdjsonl":  RDJSONL,
	"sarif":    SARIF,
	"text":     Text,
}

// standing are the findings that stand in the files: those that remain and,
// where repairs were only shown, those that would be repaired.
func (r Report) standing() []*lint.Finding {
	if r.Pending {
		return slices.Concat(r.Findings, r.Fixed)
	}
	return r.Findings
}

// repaired are the findings that stand in the files no more.
func (r Report) repaired() []*lint.Finding {
	if r.Pending {
		return nil
	}
	return r.Fixed
}

// Names returns the names of the formats, sorted.
func Names() []string {
	var names []string
	for name := range Formats {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
