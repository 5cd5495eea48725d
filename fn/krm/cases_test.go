package krm

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/kyaml/kio"
)

// The files of testdata are the cases; adding one adds no Go. x.in is standard
// input, x.out standard output, x.err standard error with a last line
// "exit N". `go test ./fn/krm -update` writes the latter two.
var update = flag.Bool("update", false, "write the expected files")

// today is the day on which the cases run.
var today = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func eachCase(t *testing.T, check func(t *testing.T, name string, input []byte)) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.in")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, f := range files {
		input, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(f), ".in"), func(t *testing.T) { check(t, strings.TrimSuffix(f, ".in"), input) })
	}
}

func TestCases(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, input []byte) {
		output, exit, notes := Process(input, Env{Now: today})
		golden(t, name+".out", string(output))
		golden(t, name+".err", fmt.Sprintf("%sexit %d\n", notes, exit))
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(name), diff)
	}
}

// list is a ResourceList as an independent reader sees it.
type list struct {
	Items          []any `yaml:"items"`
	FunctionConfig any   `yaml:"functionConfig"`
	Results        []any `yaml:"results"`
}

// decode reads a stream of one document; ok is false for any other.
func decode(text []byte) (l list, ok bool) {
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	var any any
	if d.Decode(&l) != nil {
		return l, false
	}
	return l, d.Decode(&any) != nil
}

// What hosts rely on, whatever the input.
func TestInvariants(t *testing.T) {
	eachCase(t, func(t *testing.T, _ string, input []byte) {
		output, exit, notes := Process(input, Env{Now: today})
		if len(output) == 0 && exit == 0 {
			t.Fatal("empty output with exit 0")
		}
		if exit != 0 && notes == "" && !strings.Contains(string(output), "severity: error") && !strings.Contains(string(output), `"error"`) {
			t.Error("it failed without a word")
		}
		in, isList := decode(input)
		if !isList || !IsResourceList(input) {
			return
		}
		out, ok := decode(output)
		if !ok {
			t.Fatalf("the output is not one YAML document:\n%s", output)
		}
		if len(in.Items) != len(out.Items) {
			t.Errorf("%d items in, %d out", len(in.Items), len(out.Items))
		}
		if diff := cmp.Diff(in.FunctionConfig, out.FunctionConfig); diff != "" {
			t.Errorf("functionConfig (-in +out):\n%s", diff)
		}
		if !strings.Contains(string(output), "items") {
			t.Error("no items key in the output")
		}
		if string(output) == string(input) && notes != "" && exit == 1 {
			return // there is no place for results
		}
		checkResults(t, out.Results, exit)
		again, _, _ := Process(output, Env{Now: today})
		twice, _ := decode(again)
		if diff := cmp.Diff(out.Items, twice.Items); diff != "" {
			t.Errorf("a second run changes items:\n%s", diff)
		}
		for _, r := range twice.Results {
			if strings.HasPrefix(r.(map[string]any)["message"].(string), "fixed:") {
				t.Errorf("a second run repairs: %v", r)
			}
		}
	})
}

func checkResults(t *testing.T, results []any, exit int) {
	t.Helper()
	errors := 0
	for _, r := range results {
		m := r.(map[string]any)
		switch m["severity"] {
		case "error":
			errors++
		case "warning", "info":
		default:
			t.Errorf("severity %v", m["severity"])
		}
		if m["message"] == "" || strings.Contains(m["message"].(string), "\n") {
			t.Errorf("message %q", m["message"])
		}
		if m["field"] != nil && m["resourceRef"] == nil {
			t.Errorf("a field without a resource: %v", m)
		}
		if f, ok := m["file"].(map[string]any); ok && (f["path"] == "" || f["index"] == 0) {
			t.Errorf("file %v", f)
		}
	}
	if errors > 0 != (exit == 1) && !strings.Contains(t.Name(), "fail-on") {
		t.Errorf("exit %d with %d errors", exit, errors)
	}
}

// Items that were not repaired go out as the bytes that came in: what differs
// between input and output are whole lines of repaired values and of results.
func TestUntouchedBytes(t *testing.T) {
	eachCase(t, func(t *testing.T, _ string, input []byte) {
		output, _, _ := Process(input, Env{Now: today})
		out := string(output)
		if i := strings.Index(out, "\nresults:"); i >= 0 {
			out = out[:i]
		}
		if !strings.HasPrefix(string(input), "{") {
			want := strings.Split(strings.TrimRight(string(input), "\r\n"), "\n")
			got := map[string]int{}
			for _, l := range strings.Split(out, "\n") {
				got[strings.TrimRight(l, "\r")]++
			}
			for _, l := range want {
				l = strings.TrimRight(l, "\r")
				if strings.Contains(l, "maxAge") || strings.Contains(l, "items:") || strings.Contains(t.Name(), "results") {
					continue
				}
				if got[l]--; got[l] < 0 {
					t.Errorf("the line %q is gone", l)
				}
			}
		}
	})
}

// Both ways of reading, by bytes and by a full parse, must give the same. A
// comment on the line "items:" is enough to rule out the reading by bytes.
func TestBothWaysOfReading(t *testing.T) {
	const mark = " # read whole"
	compared := 0
	eachCase(t, func(t *testing.T, _ string, input []byte) {
		s, err := read(input)
		if err != nil || !s.cut {
			return
		}
		whole := []byte(strings.Replace(string(input), "\nitems:", "\nitems:"+mark, 1))
		if w, err := read(whole); err != nil {
			t.Skip("an item that is not YAML spoils the whole")
		} else if w.cut {
			t.Fatal("read by bytes all the same")
		}
		output, exit, notes := Process(input, Env{Now: today})
		output2, exit2, notes2 := Process(whole, Env{Now: today})
		if strings.Contains(t.Name(), "duplicate-key") {
			return // a duplicate in one item refuses edits of the whole
		}
		compared++
		// Results are indented as the list that they join.
		a, aResults := cutResults(t, string(output))
		b, bResults := cutResults(t, strings.Replace(string(output2), mark, "", 1))
		if diff := cmp.Diff(a, b) + cmp.Diff(aResults, bResults); diff != "" {
			t.Errorf("(-by bytes +whole):\n%s", diff)
		}
		if exit != exit2 || notes != notes2 {
			t.Errorf("exit %d and %d\n%s", exit, exit2, cmp.Diff(notes, notes2))
		}
	})
	if compared < 20 {
		t.Errorf("only %d cases were compared", compared)
	}
}

// cutResults returns an output without its results, and these.
func cutResults(t *testing.T, output string) (string, []any) {
	t.Helper()
	l, ok := decode([]byte(output))
	if i := strings.Index(output, "\nresults:"); ok && i >= 0 {
		return output[:i], l.Results
	}
	return strings.TrimRight(output, "\n"), l.Results
}

// A list written as JSON must give the same items and results as YAML.
func TestJSONGivesTheSame(t *testing.T) {
	compared := 0
	eachCase(t, func(t *testing.T, name string, input []byte) {
		var v any
		if _, ok := decode(input); !ok || yaml.Unmarshal(input, &v) != nil || strings.Contains(string(input), "gatefix:ignore") {
			return
		}
		twin, err := json.Marshal(v)
		if err != nil || strings.Contains(name, "anchors") || strings.Contains(name, "explodes") || strings.Contains(name, "aliases") {
			return // JSON has no anchors
		}
		output, exit, _ := Process(input, Env{Now: today})
		output2, exit2, _ := Process(twin, Env{Now: today})
		a, _ := decode(output)
		b, ok := decode(output2)
		if !ok {
			t.Fatalf("not YAML: %s", output2)
		}
		compared++
		if diff := cmp.Diff(a, b); diff != "" || exit != exit2 {
			t.Errorf("exit %d and %d (-yaml +json):\n%s", exit, exit2, diff)
		}
	})
	if compared < 20 {
		t.Errorf("only %d cases were compared", compared)
	}
}

// kyaml is what kustomize and kpt read the output with.
func TestHostsCanRead(t *testing.T) {
	eachCase(t, func(t *testing.T, _ string, input []byte) {
		in, isList := decode(input)
		if !isList || !IsResourceList(input) || strings.Contains(t.Name(), "odd") || strings.Contains(t.Name(), "duplicate") || strings.Contains(t.Name(), "mapping") {
			return
		}
		output, _, _ := Process(input, Env{Now: today})
		r := kio.ByteReader{Reader: strings.NewReader(string(output)), OmitReaderAnnotations: true}
		nodes, err := r.Read()
		if err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		want := len(in.Items)
		if strings.HasSuffix(t.Name(), "list-as-an-item") {
			return // kyaml takes lists apart
		}
		if len(nodes) != want {
			t.Errorf("kyaml reads %d objects of %d", len(nodes), want)
		}
		out, _ := decode(output)
		if (r.Results != nil && len(r.Results.Content()) > 0) != (len(out.Results) > 0) {
			t.Errorf("kyaml sees results %v of %v", r.Results, out.Results)
		}
	})
}
