package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var update = flag.Bool("update", false, "write the expected reports")

// speaking reports what the data of a ConfigMap tell it to: the key is the kind
// of finding, the value what it says.
var speaking = &lint.Rule{
	Name: "odd-data", Severity: lint.Error, Since: "0.1", Kinds: []object.Kind{object.ConfigMap}, Reads: []object.Kind{object.Service},
	Doc: lint.Doc{Summary: "data that are odd", Why: "Odd data say `a|b`.", Repair: "Write even ones.", Forecast: "Nothing tells.", Links: []string{"https://example.com"}},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, pair := range o.Get("data").Pairs {
			if say := says[pair.Key.Value]; say != nil {
				say(p, o, pair.Value, lint.At(o, pair.Value))
			}
		}
	},
}

var says = map[string]func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place){
	"set": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		if n.Text() == "even" {
			return
		}
		p.Report(at, "set is odd; write even", lint.With(lint.Safe, "set it to even", source.Set(o.Doc, n.Path(), "even")))
	},
	"drop": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		p.Report(lint.AtKey(o, o.Get("data"), "drop"), "drop is odd", lint.As(lint.Warning), lint.With(lint.Safe, "drop it", source.Delete(o.Doc, n.Path())))
	},
	"grow": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		p.Report(at, "more is missing", lint.As(lint.Warning), lint.With(lint.Unsafe, "add more", source.Insert(o.Doc, source.P("data", "more"), "é", "")))
	},
	"move": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		p.Report(at, "move stands wrong", lint.With(lint.Unsafe, "move it, and call the Service by it",
			source.Move(o.Doc, n.Path(), source.P("spec", "move")),
			source.Set(p.Objects(object.Service)[0].Doc, source.P("metadata", "name"), n.Text())))
	},
	"see": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		svc := p.Objects(object.Service)[0]
		p.Report(at, "see is no Service", lint.See(lint.AtName(svc), "the Service [a] is \\ here"), lint.See(lint.AtName(o), "this is"))
	},
	"hint": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		p.Report(at, "a hint", lint.As(lint.Info), lint.With(lint.Suggestion, "think of it"),
			lint.With(lint.Suggestion, "or write this", source.Set(o.Doc, n.Path(), "this")))
	},
	"say": func(p *lint.Pass, o *object.Object, n *source.Node, at lint.Place) {
		p.Report(at, n.Text(), lint.See(at, "%s", n.Text()), lint.With(lint.Suggestion, n.Text(), source.Set(o.Doc, n.Path(), n.Text()+n.Text())))
	},
}

type input struct{ name, text string }

func configMap(data string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: shop\ndata:\n" + data
}

const services = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\n"

// hostile is a text with what means something to the one format or the other.
const hostile = "x ::error file=a::b %0A%25 ]]> <b> &amp; \\n | `c` ``d`` [e](http://f) *g* _h_ ~~i~~ $j$ #1 @k ##[error]l"

// hostileYAML says hostile with a line break, a tab, an escape sequence, a zero
// byte, a bidirectional control and a character beyond 16 bits.
var hostileYAML = `"` + strings.ReplaceAll(hostile, `\`, `\\`) + `\r\n::stop\t\e[31m\0\u202e` + "\U0001F44D" + `"`

// samples are runs that every format is shown with.
var samples = []struct {
	name  string
	files []input
	mode  lint.Mode
	edit  func(*Report)
}{
	{name: "clean", files: []input{{"a.yaml", services}, {"b.yaml", configMap("  fine: x\n")}}},
	{name: "findings", files: []input{
		{"deploy/a.yaml", services + configMap("  set: odd\n  see: web\n  hint: that\n")},
		{"deploy/b c.yaml", "# gatefix:ignore odd-data -- not here\n" + configMap("  drop: odd\n  fine: x\n  move: www\n") +
			"---\n" + configMap("  set: &a odd\n  a: *a\n  see: [a,\n    b]\n  hint: |\n    two\n    lines\n") + "---\na: 1\na: 2\n"},
	}},
	{name: "bytes", files: []input{
		{"bom.yaml", "\ufeff# é👍\n" + configMap("  é: {👍: 日本, x: y}\n  set: \"日本 é👍\" # 日本\n  grow: é\n")},
		{"crlf.yaml", strings.ReplaceAll(services+configMap("  set: odd\n  fine: x\n  grow: é\n  drop: odd\n"), "\n", "\r\n")},
		{"no-newline.yaml", strings.TrimSuffix(configMap("  fine: x\n  drop: odd\n"), "\n")},
	}},
	{name: "hostile", files: []input{
		{"we::ird, %0A|`n`<b>@me[x](y)\n.yaml", configMap("  say: " + hostileYAML + "\n")},
		{"/abs/ü#?.yaml", configMap("  hint: " + hostileYAML + " # ````\n")},
		{"fence.yaml", "````\n"},
	}},
	{name: "unreadable", files: []input{{"a.yaml", configMap("  set: odd\n") + "---\n- [\n"}}, edit: func(r *Report) {
		r.Unreadable = []*source.Error{
			{File: "no such.yaml", Message: "cannot be read: no such file or directory"},
			{File: "b.yaml", Position: source.Position{Line: 2, Column: 4}, Message: "not YAML: a zero byte; the file looks binary"},
		}
	}},
	{name: "fixed", mode: lint.FixMode, files: []input{{"a.yaml", configMap("  set: odd\n  drop: odd\n  grow: x\n")}}},
	{name: "pending", mode: lint.FixMode, files: []input{{"a.yaml", configMap("  set: odd\n  grow: x\n")}}, edit: func(r *Report) { r.Pending = true }},
	{name: "below", files: []input{{"a.yaml", configMap("  set: odd\n  drop: odd\n  hint: x\n") + "---\n" + configMap("  drop: odd\n")}}, edit: func(r *Report) {
		r.FailOn = lint.Error
		r.Baseline = &lint.Comparison{New: 4, Fixed: 2, Unchanged: 1, Unseen: 4}
	}},
}

func sample(t *testing.T, i int) Report {
	t.Helper()
	s := samples[i]
	var in lint.Input
	for _, file := range s.files {
		f, err := source.Parse(file.name, []byte(file.text))
		if err != nil {
			t.Fatal(err)
		}
		in.Files = append(in.Files, f)
	}
	cfg := lint.Defaults()
	cfg.Mode = lint.CheckMode
	if s.mode != 0 {
		cfg.Mode = s.mode
	}
	r := New(cfg.Mode, lint.Run(in, []*lint.Rule{speaking}, cfg), nil)
	r.Version = "v1.2.3"
	if s.edit != nil {
		s.edit(&r)
	}
	return r
}

// eachSample writes every sample in a format, and hands the text to check.
func eachSample(t *testing.T, format Format, check func(t *testing.T, r Report, text []byte)) {
	for i, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			var b bytes.Buffer
			r := sample(t, i)
			if err := format(&b, r); err != nil {
				t.Fatal(err)
			}
			check(t, r, b.Bytes())
		})
	}
}

// Every format shows every sample as testdata says. The files are read by
// people and, in other tests, by what reads the format.
func TestFormats(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			eachSample(t, Formats[name], func(t *testing.T, _ Report, got []byte) {
				file := filepath.Join("testdata", name, filepath.Base(t.Name())+".out")
				if *update {
					if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
					t.Errorf("%s (-want +got):\n%s", file, diff)
				}
			})
		})
	}
}

// The samples hold what they are there for.
func TestSamples(t *testing.T) {
	var seen []string
	for i := range samples {
		r := sample(t, i)
		for _, f := range r.Findings {
			if f.Held != "" {
				seen = append(seen, "held")
			}
			seen = append(seen, f.Severity.String(), f.Name)
		}
		if len(r.Fixed) > 0 && !r.Pending {
			seen = append(seen, "fixed")
		}
	}
	for _, want := range []string{"held", "fixed", "error", "warning", "info", lint.RuleBadYAML, lint.RuleDuplicateKey, lint.RuleIgnore, speaking.Name} {
		if !slices.Contains(seen, want) {
			t.Errorf("no sample has %s", want)
		}
	}
}

// A writer that fails is told of.
func TestWriteErrors(t *testing.T) {
	for _, name := range Names() {
		if err := Formats[name](full{}, sample(t, 1)); err != os.ErrClosed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }
