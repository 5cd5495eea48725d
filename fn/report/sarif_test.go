package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gatefix/gatefix/fn/rules"
)

func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join("testdata", "schema", name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%v", err)
	}
}

// The published schema takes every log.
func TestSARIFIsValid(t *testing.T) {
	s := schema(t, "sarif-schema-2.1.0.json")
	eachSample(t, SARIF, func(t *testing.T, _ Report, text []byte) { validate(t, s, text) })
}

// The schema takes not just anything.
func TestSARIFSchemaJudges(t *testing.T) {
	s := schema(t, "sarif-schema-2.1.0.json")
	var b bytes.Buffer
	if err := SARIF(&b, sample(t, 1)); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{`"startLine": 11`, `"startLine": 0`},
		{`"level": "note"`, `"level": "info"`},
		{`"columnKind": "unicodeCodePoints"`, `"columnKind": "bytes"`},
		{`"artifactChanges"`, `"changes"`},
		{`"uri": "deploy/b%20c.yaml"`, `"uri": 1`},
	} {
		bad := strings.ReplaceAll(b.String(), c[0], c[1])
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil || bad == b.String() || s.Validate(doc) == nil {
			t.Errorf("%s is as good as %s (%v)", c[1], c[0], err)
		}
	}
}

// Code scanning takes no more than this of a rule, and needs the help.
func TestSARIFRulesFit(t *testing.T) {
	for _, r := range rules.All {
		d := sarifOf(r.Name, r.Severity, r.Doc.Summary, r.Doc.Why, r.Doc.Why, rules.Page(r))
		if n := len([]rune(d.Full.Text)); n == 0 || n > maxDescription || len([]rune(d.Short.Text)) > maxDescription || d.Help.Text == "" {
			t.Errorf("%s: %d code points", r.Name, n)
		}
	}
	if got := cut(strings.Repeat("é ", 600), 1024); len([]rune(got)) > 1024 || !strings.HasSuffix(got, "é…") {
		t.Errorf("%q", got)
	}
}

// A reader that makes a fix of the log makes what Gatefix makes.
func TestSARIFFixes(t *testing.T) {
	fixes := 0
	eachSample(t, SARIF, func(t *testing.T, r Report, text []byte) {
		var log sarifLog
		if err := json.Unmarshal(text, &log); err != nil {
			t.Fatal(err)
		}
		if r.Pending {
			return // findings of two versions of the files
		}
		files, texts := filesOf(r)
		for i, f := range r.Findings {
			got := log.Runs[0].Results[i].Fixes
			for _, fix := range f.Fixes {
				want := repairedBy(fix, files)
				if want == nil {
					continue
				}
				if len(got) == 0 {
					t.Fatalf("%s: no fix %q", f, fix.Title)
				}
				sameTexts(t, fmt.Sprintf("%s: %s", f, fix.Title), want, carryOut(t, texts, exchanges(t, got[0]), runeColumn))
				got, fixes = got[1:], fixes+1
			}
			if len(got) > 0 {
				t.Errorf("%s: a fix that cannot be made: %v", f, got)
			}
		}
	})
	if fixes < 10 {
		t.Errorf("%d fixes in all samples", fixes)
	}
}

func exchanges(t *testing.T, fix sarifFix) []exchange {
	t.Helper()
	var out []exchange
	for _, change := range fix.Changes {
		u, err := url.Parse(change.Artifact.URI)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range change.Replacements {
			d := r.Deleted
			out = append(out, exchange{u.Path, d.StartLine, d.StartColumn, d.EndLine, d.EndColumn, r.Inserted.Text})
		}
	}
	return out
}

func TestFileURI(t *testing.T) {
	for name, want := range map[string]string{
		"a/b.yaml": "a/b.yaml", "../a.yaml": "../a.yaml", "ü b#c?d%e.yaml": "%C3%BC%20b%23c%3Fd%25e.yaml", "c:d/e.yaml": "c%3Ad/e.yaml",
		"/tmp/a b.yaml": "file:///tmp/a%20b.yaml", "<stdin>": "%3Cstdin%3E",
	} {
		got := fileURI(name)
		u, err := url.Parse(got)
		if got != want || err != nil || u.Path != name {
			t.Errorf("%q: %q, which is %q (%v)", name, got, u.Path, err)
		}
	}
}

func TestSemantic(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3": "1.2.3", "1.2.3-rc.1+x": "1.2.3-rc.1+x", "v1.2": "", "(devel)": "", "": "", "v0.0.0-20260101000000-abcdefabcdef": "0.0.0-20260101000000-abcdefabcdef",
	} {
		if got := semantic(version); got != want {
			t.Errorf("%q: %q, want %q", version, got, want)
		}
	}
}
