package report

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// Any reader of XML reads every report, text for text.
func TestJUnitIsXML(t *testing.T) {
	eachSample(t, JUnit, func(t *testing.T, _ Report, text []byte) {
		d := xml.NewDecoder(strings.NewReader(string(text)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// GitLab and Jenkins go by these: the sums, a class and a name that no other
// test of the file has, and one outcome a test.
func TestJUnitTests(t *testing.T) {
	eachSample(t, JUnit, func(t *testing.T, r Report, text []byte) {
		var got junitSuites
		if err := xml.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		sum, seen := junitSuites{}, map[string]bool{}
		for _, s := range got.Suites {
			sum.Tests, sum.Failures, sum.Errors, sum.Skipped = sum.Tests+s.Tests, sum.Failures+s.Failures, sum.Errors+s.Errors, sum.Skipped+s.Skipped
			outcomes := map[string]int{}
			for _, c := range s.Cases {
				if key := c.ClassName + "\x00" + c.Name; c.Name == "" || c.ClassName == "" || seen[key] {
					t.Errorf("%q is a name twice, or none", key)
				} else {
					seen[key] = true
				}
				outcomes[outcome(t, c)]++
			}
			if len(s.Cases) != s.Tests || outcomes["failure"] != s.Failures || outcomes["error"] != s.Errors || outcomes["skipped"] != s.Skipped {
				t.Errorf("%s: counts %d/%d/%d/%d, %v", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, outcomes)
			}
		}
		if sum.Tests == 0 || sum.Tests != got.Tests || sum.Failures != got.Failures || sum.Errors != got.Errors || sum.Skipped != got.Skipped {
			t.Errorf("sums %+v, want %+v", got, sum)
		}
		fail := 0
		for _, f := range r.standing() {
			if f.Severity >= r.FailOn {
				fail++
			}
		}
		if got.Failures != fail || got.Errors != len(r.Unreadable) {
			t.Errorf("%d failures, want %d; %d errors, want %d", got.Failures, fail, got.Errors, len(r.Unreadable))
		}
	})
}

func outcome(t *testing.T, c junitCase) string {
	t.Helper()
	found := []string{}
	for name, r := range map[string]*junitReason{"failure": c.Failure, "error": c.Error, "skipped": c.Skipped} {
		if r != nil {
			found = append(found, name)
			if r.Message == "" {
				t.Errorf("%s: no message", c.Name)
			}
		}
	}
	switch len(found) {
	case 0:
		return "passed"
	case 1:
		return found[0]
	}
	t.Errorf("%s: %v", c.Name, found)
	return ""
}
