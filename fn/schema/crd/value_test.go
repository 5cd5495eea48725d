package crd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	"github.com/gatefix/gatefix/fn/source"
)

// apiServer returns what the API server gets of a document sent by kubectl.
func apiServer(t *testing.T, text []byte) any {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Scalars become what they become on the way from kubectl to the API server.
func TestScalars(t *testing.T) {
	for _, s := range []string{
		"a", "yes", "Yes", "on", "OFF", "y", "N", "true", "True", "oN", `"yes"`, "'on'", "~", "null", "Null", `""`,
		"1", "-1", "+1", "0", "010", "0o17", "0x1F", "0b11", "1_000", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
		"1.0", "1.5", "-0.0", "0.20", "00.5", "-12.75", "1234567890123456789.5", ".5", "1.", "1e3", "1E-2", "1e21", "12e03", "1.5e2", "6.02e23", "1__0.5", "0.1e1", "08", "1:30", "190:20:30",
		"2024-01-01", "2024-01-01T00:00:00Z", "1.2.3", "v1", "0x", "+.5", "=", "100000000000000000000", "!!str 5", "!!str true", "!!int \"5\"", "|\n  yes\n", ">-\n  5\n",
	} {
		f := mustParse(t, "x", "a: "+s+"\n")
		got, err := value(f.Docs[0].Root())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(apiServer(t, f.Bytes()), got); diff != "" {
			t.Errorf("%s (-API server +ours):\n%s", s, diff)
		}
	}
}

func TestCollections(t *testing.T) {
	for _, s := range []string{
		"on: 1\n8080: 2\n1.5: 3\n0x10: 4\n", "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y], c: 3}\n",
		"a: [1, two, {b: [~]}]\n", "a: &l [1]\nb: *l\n", "a:\nb: {}\nc: []\n",
	} {
		f := mustParse(t, "x", s)
		got, err := value(f.Docs[0].Root())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(apiServer(t, f.Bytes()), got); diff != "" {
			t.Errorf("%s (-API server +ours):\n%s", s, diff)
		}
	}
}

// Documents that aliases blow up are not judged.
func TestTooLarge(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		bomb += strings.NewReplacer("N", string(rune('0'+i)), "P", string(rune('0'+i-1))).Replace("aN: &aN [*aP, *aP, *aP, *aP, *aP, *aP, *aP, *aP]\n")
	}
	for name, text := range map[string]string{
		"aliases": bomb, "circle": "a: &a\n  b: *a\n", "merge circle": "a: &a\n  <<: *a\n  b: *a\n",
		"levels": strings.Repeat("- ", 2000) + "x\n",
	} {
		if _, err := value(mustParse(t, name, text).Docs[0].Root()); err != errTooLarge {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// Every document of GATEFIX_CORPUS is read as the API server reads it.
func TestValuesOfCorpus(t *testing.T) {
	if os.Getenv("GATEFIX_CORPUS") == "" {
		t.Skip("GATEFIX_CORPUS names no directory of manifests")
	}
	for _, dir := range filepath.SplitList(os.Getenv("GATEFIX_CORPUS")) {
		for _, f := range corpusFiles(t, dir) {
			for _, d := range f.Docs {
				checkValue(t, d)
			}
		}
	}
}

func checkValue(t *testing.T, d *source.Doc) {
	if d.Err() != nil || d.Root() == nil || len(d.Duplicates()) > 0 {
		return
	}
	got, err := value(d.Root())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(apiServer(t, d.Text()), got); diff != "" {
		t.Errorf("%s (-API server +ours):\n%s", d, diff)
	}
}
