package krm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"

// configMap is a list of one ConfigMap.
const configMap = head + "items:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a # the name\n  data:\n    api-key: hunter22\n    text: hello\n"

// ruleOn returns a rule on ConfigMaps.
func ruleOn(check func(*lint.Pass, *object.Object)) []*lint.Rule {
	return []*lint.Rule{{Name: "on-config-map", Severity: lint.Warning, Kinds: []object.Kind{object.ConfigMap}, Check: check}}
}

func TestPanicGivesTheInputBack(t *testing.T) {
	var nobody *lint.Rule
	rules := ruleOn(func(*lint.Pass, *object.Object) { _ = nobody.Name })
	output, exit, notes := Process([]byte(configMap), Env{rules: rules})
	rest, ok := strings.CutPrefix(string(output), configMap)
	if !ok || exit != 1 {
		t.Fatalf("exit %d, output:\n%s", exit, output)
	}
	for _, want := range []string{"internal error at fn/krm/guard_test.go:", "severity: error", "nil pointer", issues} {
		if !strings.Contains(rest, want) {
			t.Errorf("the result lacks %q:\n%s", want, rest)
		}
	}
	if !strings.Contains(notes, "internal error") || strings.Count(notes, "\n") != 1 {
		t.Errorf("notes: %s", notes)
	}
}

func TestPanicWithoutAListGivesTheInputBack(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	rules := ruleOn(func(*lint.Pass, *object.Object) { panic("over") })
	output, exit, notes := Process([]byte(text), Env{rules: rules})
	if string(output) != text || exit != 1 || !strings.Contains(notes, "over") {
		t.Errorf("exit %d, %s\n%s", exit, notes, output)
	}
}

// What cannot be read comes back as it is.
func TestUnreadable(t *testing.T) {
	for name, c := range map[string]struct{ input, want string }{
		"empty":       {"", "standard input is empty"},
		"blank":       {" \n\t\n", "standard input is empty"},
		"comments":    {"# nothing\n---\n# here\n", "holds no object"},
		"null":        {"null\n", "holds no object"},
		"text":        {"hello\n", "holds no object"},
		"not YAML":    {"a: b\n c: [\n", "stdin:2:1: not YAML"},
		"binary":      {"\x7fELF\x02\x00\x00", "stdin:1:6: not YAML: a zero byte"},
		"UTF-16":      {"\xff\xfek\x00i\x00", "stdin:1:1: text is UTF-16"},
		"not UTF-8":   {head + "items:\n- kind: \xff\xfe\n- {", "stdin:4:1: not YAML"},
		"bad second":  {"kind: A\n---\na: b: c\n", "stdin:3:1: not YAML"},
		"list broken": {head + "items:\n- kind: A\nfunctionConfig: [\n", "not YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			output, exit, notes := Process([]byte(c.input), Env{})
			if string(output) != c.input || exit != 1 {
				t.Errorf("exit %d, output %q", exit, output)
			}
			if !strings.Contains(notes, c.want) || !strings.HasSuffix(notes, "\n") {
				t.Errorf("notes %q lack %q", notes, c.want)
			}
		})
	}
}

// The last guard: should a repair ever lose or make an item, nothing of it gets
// out.
func TestNoItemIsLost(t *testing.T) {
	const two = head + "items:\n- kind: A\n- kind: B\n"
	for _, input := range []string{two, strings.Replace(two, "items:", "items: # whole", 1)} {
		for text, fine := range map[string]bool{
			"":                                   false,
			"\x00":                               false,
			head + "items: []\n":                 false,
			head + "items:\n- kind: A\n":         false,
			input + "- kind: C\n":                false,
			input:                                true,
			strings.Replace(input, "A", "AA", 1): true,
		} {
			env := Env{run: func(in lint.Input, _ []*lint.Rule, _ *lint.Config) *lint.Result {
				f, err := source.Parse("out", []byte(text))
				if err != nil {
					panic(err)
				}
				return &lint.Result{Files: []*source.File{f}}
			}}
			output, exit, notes := Process([]byte(input), env)
			if fine && (exit != 0 || string(output) != text) {
				t.Errorf("refused, exit %d: %q\n%s", exit, text, notes)
			}
			if rest, ok := strings.CutPrefix(string(output), input); !fine && (exit != 1 || !ok || !strings.Contains(rest, "internal error")) {
				t.Errorf("let out, exit %d: %q\n%s\n%s", exit, text, notes, output)
			}
		}
	}
}

// An error that cannot be written must not hide what it is about.
func TestAttachNeverPanics(t *testing.T) {
	r := result{message: "m", path: "p", current: struct{}{}, ref: ref{"v1", "ConfigMap", "a", ""}, severity: lint.Error}
	if output, attached := attach([]byte(configMap), r); attached || string(output) != configMap {
		t.Errorf("attached: %v\n%s", attached, output)
	}
}

func TestShowsResults(t *testing.T) {
	for input, want := range map[string]bool{
		"":                  false,
		annPackage + ": /a": true,
		annSeqIndent + ": wide\n" + annResourceID + ": '1'": true,
		annSeqIndent + ": wide":                             false, // kpt fn source
		annResourceID + ": '1'":                             false,
		annKustomize + ": x\n" + annPackage + ": /a":        false, // a file that kpt left its annotations in
	} {
		if got := showsResults([]byte(input)); got != want {
			t.Errorf("%v for %q", got, input)
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	const secret = head + "items:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  stringData: {plain: hunter22}\n"
	const env = head + "items:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: s}\n  data: {}\n  env:\n  - {name: OPENAI_API_KEY, value: hunter22}\n"
	for name, c := range map[string]struct {
		input string
		at    []any
		shown bool
	}{
		"a key that sounds secret": {configMap, []any{"data", "api-key"}, false},
		"a Secret":                 {secret, []any{"stringData", "plain"}, false},
		"a named value":            {env, []any{"env", 0, "value"}, false},
		"a plain value":            {strings.Replace(configMap, "hello", "hunter22", 1), []any{"data", "text"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			rules := ruleOn(func(p *lint.Pass, o *object.Object) {
				n := o.Get(c.at...)
				p.Report(lint.At(o, n), fmt.Sprintf("value %q is odd", n.Text()), lint.With(lint.Unsafe, "set it to "+n.Text()+"-x", source.Set(o.Doc, n.Path(), n.Text()+"-x")))
			})
			rules[0].Kinds = append(rules[0].Kinds, object.Secret)
			output, _, notes := Process([]byte(c.input), Env{rules: rules})
			if !strings.Contains(notes, "value") {
				t.Fatal("nothing is reported")
			}
			told := strings.Count(string(output)+notes, "hunter22") - strings.Count(c.input, "hunter22")
			if told > 0 != c.shown {
				t.Errorf("the value is told %d times:\n%s%s", told, output, notes)
			}
		})
	}
}

// What holds a fix back is said.
func TestHeldFixes(t *testing.T) {
	report := func(safety lint.Safety) []*lint.Rule {
		return ruleOn(func(p *lint.Pass, o *object.Object) {
			n := o.Get("data", "text")
			if n.Text() != "hello" {
				return
			}
			p.Report(lint.At(o, n), "hello is odd", lint.With(safety, "set text to hi", source.Set(o.Doc, source.P("data", "text"), "hi")))
		})
	}
	anchored := strings.Replace(configMap, "text: hello", "text: &t hello\n    twin: *t", 1)
	for name, c := range map[string]struct {
		input  string
		safety lint.Safety
		want   string
	}{
		"unsafe":     {configMap, lint.Unsafe, `hello is odd; unsafeFixes: true repairs it: set text to hi [on-config-map]`},
		"suggestion": {configMap, lint.Suggestion, `hello is odd; suggestion: set text to hi [on-config-map]`},
		"refused":    {anchored, lint.Safe, `hello is odd; not repaired: the value is shared through the anchor &t; `},
		"allowed":    {configMap + "functionConfig: {apiVersion: v1, kind: ConfigMap, data: {unsafeFixes: 'true'}}\n", lint.Unsafe, `fixed: set text to hi (hello is odd) [on-config-map]`},
		"check":      {configMap + "functionConfig: {apiVersion: v1, kind: ConfigMap, data: {mode: check}}\n", lint.Safe, `hello is odd; mode: fix repairs it [on-config-map]`},
	} {
		output, _, _ := Process([]byte(c.input), Env{rules: report(c.safety)})
		l, _ := decode(output)
		if len(l.Results) != 1 || !strings.HasPrefix(l.Results[0].(map[string]any)["message"].(string), c.want) {
			t.Errorf("%s: %v, want %s", name, l.Results, c.want)
		}
	}
}

// kpt hands the ConfigMap that configPath names over twice.
func TestTheConfigurationIsNotJudged(t *testing.T) {
	rules := ruleOn(func(p *lint.Pass, o *object.Object) { p.Reportf(lint.AtName(o), "seen %s", o.Name) })
	item := func(name, extra string) string {
		return "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: " + name + "\n    annotations:\n      config.kubernetes.io/local-config: \"true\"\n      internal.config.kubernetes.io/id: '4'\n  data: {mode: fix" + extra + "}\n"
	}
	config := "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: gatefix\n    annotations:\n      config.kubernetes.io/local-config: \"true\"\n  data: {mode: fix}\n"
	input := head + "items:\n" + item("gatefix", "") + item("gatefix", ", extra: x") + item("other", "") + "- {apiVersion: v1, kind: ConfigMap, metadata: {name: gatefix}, data: {mode: fix}}\n" + config
	for _, in := range []string{input, strings.Replace(input, "items:", "items: # whole", 1)} {
		output, _, _ := Process([]byte(in), Env{rules: rules})
		var got []string
		l, _ := decode(output)
		for _, r := range l.Results {
			got = append(got, r.(map[string]any)["message"].(string))
		}
		if want := "seen gatefix [on-config-map] seen other [on-config-map]"; strings.Join(got, " ") != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLinesOfFilesBesideTheFunction(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pkg")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	file := "# a comment\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n    name: a\ndata:\n    text:   hello\n    api-key: hunter22\n"
	for _, name := range []string{"cm.yaml", "../cm.yaml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	annotate := func(lines ...string) string {
		return strings.Replace(configMap, "    name: a # the name\n", "    name: a\n    annotations:\n      "+strings.Join(lines, "\n      ")+"\n", 1)
	}
	pkg, path := "internal.config.kubernetes.io/package-path: '"+filepath.ToSlash(dir)+"'", "internal.config.kubernetes.io/path: 'cm.yaml'"
	rules := ruleOn(func(p *lint.Pass, o *object.Object) {
		if o.Name == "a" {
			p.Report(lint.AtKey(o, o.Get("data"), "text"), "seen")
			p.Report(lint.At(o, o.Get("data", "text")), "seen")
		}
	})
	t.Chdir(dir)
	for name, c := range map[string]struct {
		input string
		want  string
	}{
		"kpt render":                   {annotate(pkg, path), "11:5 11:13"},
		"relative to here":             {annotate(path), "11:5 11:13"},
		"origin":                       {annotate("config.kubernetes.io/origin: |", "  path: cm.yaml"), "11:5 11:13"},
		"origin, seen from an overlay": {annotate("config.kubernetes.io/origin: |", "  path: ../base/cm.yaml"), "11:5 11:13"},
		"behind another function":      {annotate("internal.config.kubernetes.io/path: configmap_a.yaml", "kustomize.config.k8s.io/id: \"name: a\"", "config.kubernetes.io/origin: |", "  path: cm.yaml"), "11:5 11:13"},
		"changed since":                {strings.Replace(annotate(path), "hello", "goodbye", 1), "0:0 0:0"},
		"no such file":                 {annotate("config.kubernetes.io/path: gone.yaml"), "0:0 0:0"},
		"outside":                      {annotate("config.kubernetes.io/path: ../cm.yaml"), "0:0 0:0"},
		"a folder":                     {annotate("config.kubernetes.io/path: ."), "0:0 0:0"},
		"in another package":           {annotate("internal.config.kubernetes.io/package-path: '/gone'", path), "0:0 0:0"},
	} {
		output, _, _ := Process([]byte(c.input), Env{rules: rules, ReadFile: readRegular})
		l, _ := decode(output)
		var got []string
		for _, r := range l.Results {
			tags := r.(map[string]any)["tags"].(map[string]any)
			if tags["line"] == nil {
				tags["line"], tags["column"] = "0", "0"
			}
			got = append(got, fmt.Sprintf("%v:%v", tags["line"], tags["column"]))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestDevicesAreNotRead(t *testing.T) {
	if _, err := readRegular(os.DevNull); err == nil {
		t.Error("a device was read")
	}
}

func TestIsResourceList(t *testing.T) {
	for input, want := range map[string]bool{
		"":                           false,
		head:                         true,
		head + "items:\n- kind: A\n": true,
		"# c\n---\n" + head:          true,
		"kind: ResourceList\napiVersion: config.kubernetes.io/v1beta1\nitems: []\n":         true,
		"apiVersion: config.kubernetes.io/v1\nitems:\n- kind: A\nkind: ResourceList\n":      true,
		`{"apiVersion":"config.kubernetes.io/v1","items":[],"kind":"ResourceList"}`:         true,
		`{"apiVersion":"v1","kind":"ConfigMap","data":{"kind":"ResourceList"}}`:             false,
		"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    kind: ResourceList\n":          false,
		"apiVersion: v1\nkind: List\nitems:\n- kind: ResourceList\n":                        false,
		"apiVersion: example.com/v1\nkind: ResourceList\nitems: []\n":                       false,
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ResourceList}\nitems:\n- a: b\n": false,
		"ResourceList: [":        false,
		"kind: ResourceList\x00": false,
	} {
		if got := IsResourceList([]byte(input)); got != want {
			t.Errorf("%v for:\n%s", got, input)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestMain_Streams(t *testing.T) {
	run := func(stdin io.Reader, stdout io.Writer) (int, string) {
		var stderr bytes.Buffer
		return Main(stdin, stdout, &stderr), stderr.String()
	}
	var out bytes.Buffer
	if exit, notes := run(strings.NewReader(configMap), &out); exit != 0 || out.String() != configMap || notes != "gatefix: 1 object checked, nothing to report\n" {
		t.Errorf("exit %d, %s%s", exit, notes, out.String())
	}
	if exit, notes := run(strings.NewReader(configMap), full{}); exit != 1 || !strings.Contains(notes, "standard output: no space") {
		t.Errorf("exit %d, %s", exit, notes)
	}
	out.Reset()
	broken := io.MultiReader(strings.NewReader(configMap), iotest.ErrReader(errors.New("broken pipe")))
	if exit, notes := run(broken, &out); exit != 1 || out.String() != configMap || !strings.Contains(notes, "standard input: broken pipe") {
		t.Errorf("exit %d, %s%s", exit, notes, out.String())
	}
}

func TestResultsAreDeterministic(t *testing.T) {
	input, err := os.ReadFile("testdata/kpt-render.in")
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := Process(input, Env{})
	for range 20 {
		if again, _, _ := Process(input, Env{}); !bytes.Equal(first, again) {
			t.Fatal("two runs differ")
		}
	}
}

func TestRootPackage(t *testing.T) {
	for input, want := range map[string]string{
		"": "",
		annPackage + ": '/a/b'\n x\n" + annPackage + ": /a\n": "/a",
		`"` + annPackage + `":"/a/b","x":"y"`:                 "/a/b",
		annPackage + ": \"/a b\"\r\n":                         "/a b",
		annPackage + ":\n":                                    "",
	} {
		if got := rootPackage([]byte(input)); got != want {
			t.Errorf("%q: %q, want %q", input, got, want)
		}
	}
	for _, c := range [][3]string{{"/a", "/a/b", "b"}, {"/a", "/a", ""}, {"/a", "/ab", ""}, {"", "/a", ""}, {"/", "/a", "a"}, {`\x\a`, `\x\a`, ""}} {
		if got := below(c[0], c[1]); got != c[2] {
			t.Errorf("below(%q, %q) is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// What is too large comes back whole, with exit code 1: a host deletes what does
// not come back.
func TestTooLargeComesBack(t *testing.T) {
	input := manyItems(30, "86400")
	r := struct{ io.Reader }{bytes.NewReader(input)}
	_, err := source.Read(r, 100)
	var large *source.TooLarge
	if !errors.As(err, &large) {
		t.Fatal(err)
	}
	var out, notes bytes.Buffer
	if exit := HandOn(large, r, &out, &notes); exit != 1 || !bytes.Equal(out.Bytes(), input) {
		t.Errorf("exit %d, %d bytes of %d", exit, out.Len(), len(input))
	}
	if !strings.Contains(notes.String(), "at most that much is read; nothing was changed") {
		t.Errorf("notes %q", notes.String())
	}
}

// A limit that is reached changes nothing, and is an error result.
func TestLimitReached(t *testing.T) {
	input := bytes.Replace(manyItems(30, "24h"), []byte("data: {}"), []byte("data: {limits.documents: '10'}"), 1)
	output, exit, _ := Process(input, Env{})
	if exit != 1 || !bytes.Contains(output, []byte("at most 10 are read (limits.documents)")) || !bytes.Contains(output, []byte("maxAge: 24h")) {
		t.Errorf("exit %d\n%s", exit, output[len(output)-600:])
	}
}
