package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
)

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Skipped  int           `xml:"skipped,attr"`
	Suites   []*junitSuite `xml:"testsuite"`

	byName map[string]*junitSuite
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`

	alike map[string]int // tests by name
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	ClassName string       `xml:"classname,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      int          `xml:"line,attr,omitempty"`
	Failure   *junitReason `xml:"failure"`
	Error     *junitReason `xml:"error"`
	Skipped   *junitReason `xml:"skipped"`
	SystemOut string       `xml:"system-out,omitempty"`
}

type junitReason struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report in the form in which CI systems take test results: a
// suite a file, a test a finding. What fails the run is a failure, what does
// not is skipped, a file that was not read is an error. A run without findings
// is a test that passed, since Jenkins takes a report without tests for a fault.
// https://docs.gitlab.com/ci/testing/unit_test_reports, https://github.com/jenkinsci/xunit-plugin
func JUnit(w io.Writer, r Report) error {
	out := &junitSuites{Name: "gatefix", byName: map[string]*junitSuite{}}
	for i, e := range r.Unreadable {
		name := "can be read"
		if r.unwritten(i) {
			name = "can be written"
		}
		out.add(junitCase{
			Name: name, ClassName: e.File, File: e.File, Line: e.Position.Line,
			Error: &junitReason{Printable(e.Message), "unreadable", e.Error()},
		})
	}
	for _, f := range r.standing() {
		out.add(junitFinding(f, f.Severity >= r.FailOn || f.Name == lint.RuleBadYAML))
	}
	for _, f := range r.repaired() {
		c := junitPlace(f)
		c.SystemOut = FixedLine(f, false)
		out.add(c)
	}
	if out.Tests == 0 {
		out.add(junitCase{Name: "no findings", ClassName: "gatefix", SystemOut: r.EndLine()})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// junitPlace is the test of a finding. Its name outlives moved lines, by which
// GitLab tells failures that are new from those that were there before.
func junitPlace(f *lint.Finding) junitCase {
	file := f.At.Doc.File.Name
	name := f.Name + ": " + strings.TrimSpace(f.Subject()+" "+f.StablePath())
	return junitCase{Name: Printable(name), ClassName: file, File: file, Line: f.At.Position().Line}
}

func junitFinding(f *lint.Finding, fails bool) junitCase {
	c := junitPlace(f)
	message := Printable(f.Message)
	if !fails {
		c.Skipped = &junitReason{Message: f.Severity.String() + ": " + message}
		return c
	}
	lines := []string{fmt.Sprintf("%s: %s: %s [%s]", placeName(f.At), f.Severity, message, f.Name)}
	lines = append(append(lines, Remarks(f)...), lint.RuleURL(f.Name))
	c.Failure = &junitReason{message, f.Severity.String(), strings.Join(lines, "\n")}
	return c
}

// add puts a test into the suite of its class, and counts it. Tests of one name
// are numbered: viewers show one of them only.
func (s *junitSuites) add(c junitCase) {
	suite := s.byName[c.ClassName]
	if suite == nil {
		suite = &junitSuite{Name: c.ClassName, alike: map[string]int{}}
		s.byName[c.ClassName] = suite
		s.Suites = append(s.Suites, suite)
	}
	suite.alike[c.Name]++
	if n := suite.alike[c.Name]; n > 1 {
		c.Name = fmt.Sprintf("%s #%d", c.Name, n)
	}
	suite.Cases = append(suite.Cases, c)
	s.Tests, suite.Tests = s.Tests+1, suite.Tests+1
	switch {
	case c.Failure != nil:
		s.Failures, suite.Failures = s.Failures+1, suite.Failures+1
	case c.Error != nil:
		s.Errors, suite.Errors = s.Errors+1, suite.Errors+1
	case c.Skipped != nil:
		s.Skipped, suite.Skipped = s.Skipped+1, suite.Skipped+1
	}
}
