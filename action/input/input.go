package input

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gatefix/gatefix/fn/lint"
)

// Inputs are the inputs. The tag names the input.
type Inputs struct {
	Paths            []string `input:"paths"`
	Exclude          []string `input:"exclude"`
	WorkingDirectory string   `input:"working-directory"`

	Config     string `input:"config"`
	ConfigFrom string `input:"config-from"`
	Kustomize  string `input:"kustomize"`

	Scope       string   `input:"scope"`
	FailOn      string   `input:"fail-on"`
	MinSeverity string   `input:"min-severity"`
	Reporters   []string `input:"reporters"`
	Suggestions bool     `input:"suggestions"`
	MaxComments int      `input:"max-comments"`

	Fix         string `input:"fix"`
	UnsafeFixes bool   `input:"unsafe-fixes"`

	SARIFFile   string `input:"sarif-file"`
	RDJSONLFile string `input:"rdjsonl-file"`
	JSONFile    string `input:"json-file"`
	PatchFile   string `input:"patch-file"`

	Category     string `input:"category"`
	GitHubToken  string `input:"github-token"`
	GitHubAPIURL string `input:"github-api-url"`
}

// The values that inputs with a choice may have.
var (
	ConfigFroms    = []string{"head", "base"}
	KustomizeModes = []string{"auto", "off"}
	Scopes         = []string{"auto", "all", "changed-files", "changed-lines"}
	Thresholds     = []string{"error", "warning", "info", "none"}
	Severities     = []string{"error", "warning", "info"}
	Reporters      = []string{"annotations", "summary", "review", "comment", "check", "sarif-upload"}
	Fixes          = []string{"none", "patch", "write", "commit"}
)

// MaxComments bounds the input max-comments.
const MaxComments = 100

// PatchName is where fix: patch writes where no file is named.
const PatchName = "gatefix.patch"

// Read reads the inputs. All that is wrong is returned, joined.
func Read(getenv func(string) string) (*Inputs, error) {
	r := reader{getenv: getenv}
	in := &Inputs{
		Paths:            r.lines("paths", "**/*.yaml\n**/*.yml"),
		Exclude:          r.lines("exclude", ""),
		WorkingDirectory: r.path("working-directory", "."),
		Config:           r.path("config", ""),
		ConfigFrom:       r.choice("config-from", "head", ConfigFroms),
		Kustomize:        r.choice("kustomize", "auto", KustomizeModes),
		Scope:            r.choice("scope", "auto", Scopes),
		FailOn:           r.choice("fail-on", "", Thresholds),
		MinSeverity:      r.choice("min-severity", "info", Severities),
		Reporters:        r.choices("reporters", "annotations, summary", Reporters),
		Suggestions:      r.boolean("suggestions", "true"),
		MaxComments:      r.number("max-comments", "30", MaxComments),
		Fix:              r.choice("fix", "none", Fixes),
		UnsafeFixes:      r.boolean("unsafe-fixes", "false"),
		SARIFFile:        r.path("sarif-file", ""),
		RDJSONLFile:      r.path("rdjsonl-file", ""),
		JSONFile:         r.path("json-file", ""),
		PatchFile:        r.path("patch-file", ""),
		Category:         r.line("category", "gatefix"),
		GitHubToken:      r.line("github-token", ""),
		GitHubAPIURL:     r.line("github-api-url", ""),
	}
	r.globs("paths", in.Paths)
	r.globs("exclude", in.Exclude)
	r.together(in)
	return in, errors.Join(r.wrong...)
}

// together judges inputs that only make sense with others.
func (r *reader) together(in *Inputs) {
	if in.PatchFile == "" && in.Fix == "patch" {
		in.PatchFile = PatchName
	}
	if rank(in.FailOn) > 0 && rank(in.FailOn) < rank(in.MinSeverity) {
		r.fail("fail-on %q is below min-severity %q, so what fails would not be shown; raise fail-on or lower min-severity", in.FailOn, in.MinSeverity)
	}
	files := map[string]string{}
	for _, f := range []struct{ input, file string }{
		{"sarif-file", in.SARIFFile}, {"rdjsonl-file", in.RDJSONLFile}, {"json-file", in.JSONFile}, {"patch-file", in.PatchFile},
	} {
		if other := files[f.file]; f.file != "" && other != "" {
			r.fail("%s and %s are both %q; give each a file of its own", other, f.input, f.file)
		}
		files[f.file] = f.input
	}
}

// rank orders severities; 0: none, or left open.
func rank(severity string) int {
	switch severity {
	case "error":
		return 3
	case "warning":
		return 2
	case "info":
		return 1
	}
	return 0
}

// Wants reports whether a reporter is asked for.
func (in *Inputs) Wants(reporter string) bool {
	for _, r := range in.Reporters {
		if r == reporter {
			return true
		}
	}
	return false
}

// reader reads inputs and gathers what is wrong with them.
type reader struct {
	getenv func(string) string
	wrong  []error
}

func (r *reader) fail(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Errorf(format, args...))
}

// get returns an input, or its default where it is empty. Of the characters of
// a name, only blanks are replaced.
func (r *reader) get(name, otherwise string) string {
	value := strings.TrimSpace(r.getenv("INPUT_" + strings.ToUpper(strings.ReplaceAll(name, " ", "_"))))
	if value == "" {
		return otherwise
	}
	return value
}

func (r *reader) line(name, otherwise string) string {
	value := r.get(name, otherwise)
	if strings.ContainsAny(value, "\r\n") {
		r.fail("%s has several lines; allowed: one", name)
	}
	return value
}

// path is a file or a directory in the workspace.
func (r *reader) path(name, otherwise string) string {
	value := r.line(name, otherwise)
	if value == "" {
		return ""
	}
	if !filepath.IsLocal(filepath.FromSlash(value)) {
		r.fail("%s %q leads out of the workspace; allowed: a path within, such as \"deploy\"", name, value)
	}
	return path.Clean(value)
}

// lines are values on lines of their own, or with commas between. A comma in
// the braces of a glob separates nothing.
func (r *reader) lines(name, otherwise string) []string {
	depth := 0
	separates := func(c rune) bool {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		case '\n', '\r':
			depth = 0
			return true
		}
		return c == ',' && depth <= 0
	}
	var out []string
	for _, s := range strings.FieldsFunc(r.get(name, otherwise), separates) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r *reader) globs(name string, globs []string) {
	for _, glob := range globs {
		if !doublestar.ValidatePattern(strings.TrimPrefix(glob, "!")) {
			r.fail("%s: %q is not a glob; allowed: names with *, **, ?, [a-z] and {a,b}", name, glob)
		}
	}
}

func (r *reader) choice(name, otherwise string, allowed []string) string {
	value := r.line(name, otherwise)
	if value != otherwise {
		r.allow(name, value, allowed)
	}
	return value
}

func (r *reader) choices(name, otherwise string, allowed []string) []string {
	all := r.lines(name, otherwise)
	if len(all) == 1 && all[0] == "none" {
		return nil
	}
	for _, value := range all {
		r.allow(name, value, allowed)
	}
	return all
}

func (r *reader) allow(name, value string, allowed []string) {
	for _, a := range allowed {
		if a == value {
			return
		}
	}
	hint := ""
	if near := lint.Nearest(value, allowed); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	r.fail("%s %q is not known; allowed: %s%s", name, value, strings.Join(allowed, ", "), hint)
}

// boolean is one of the core schema of YAML 1.2.
func (r *reader) boolean(name, otherwise string) bool {
	switch value := r.line(name, otherwise); value {
	case "true", "True", "TRUE":
		return true
	case "false", "False", "FALSE":
		return false
	default:
		r.fail("%s %q is not a boolean; allowed: true, false", name, value)
		return false
	}
}

func (r *reader) number(name, otherwise string, most int) int {
	value := r.line(name, otherwise)
	n := 0
	for _, c := range value {
		if c < '0' || c > '9' || n > most {
			r.fail("%s %q is not a number that is allowed; allowed: 0 to %d", name, value, most)
			return 0
		}
		n = n*10 + int(c-'0')
	}
	if n > most {
		r.fail("%s %q is too large; allowed: 0 to %d", name, value, most)
	}
	return n
}
