package rules

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// The same input gives the same bytes, however many goroutines look at it and in
// whichever order they come to it.
func TestSameBytesOnAnyNumberOfProcessors(t *testing.T) {
	files := exampleFiles(t)
	want := ""
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		got := outcome(files(), false)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("%d processors give another answer:\n%s", n, firstDifference(want, got))
		}
	}
}

// The order of files changes the order of findings, and nothing else.
func TestOrderOfFiles(t *testing.T) {
	var texts []string
	for i := range 300 {
		texts = append(texts, fmt.Sprintf(fleetRoute, i, i%7, []string{"24h", "300", `"600"`}[i%3]))
	}
	parse := func(order []int) []*source.File {
		var out []*source.File
		for _, i := range order {
			f, err := source.Parse(fmt.Sprintf("r%d.yaml", i), []byte(texts[i]))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f)
		}
		return out
	}
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	want := outcome(parse(order), true)
	if !strings.Contains(want, "cors-max-age") {
		t.Fatal("nothing is found")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if got := outcome(parse(order), true); got != want {
			t.Fatal(firstDifference(want, got))
		}
	}
}

const fleetRoute = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: r%d
  namespace: team-%d
spec:
  parentRefs:
  - name: gw
  rules:
  - filters:
    - type: CORS
      cors:
        allowOrigins: ["https://a.example.com"]
        maxAge: %s
`

// exampleFiles returns all examples of all rules as one input.
func exampleFiles(t *testing.T) func() []*source.File {
	t.Helper()
	names, err := filepath.Glob("../../testdata/rules/*/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	texts := map[string][]byte{}
	for _, name := range names {
		if texts[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return func() []*source.File {
		var out []*source.File
		for i, name := range names {
			if i%8 != 0 {
				continue // enough for every rule to speak
			}
			f, err := source.Parse(name, texts[name])
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f)
		}
		return out
	}
}

// outcome is all that a run says and does, as text.
func outcome(files []*source.File, sorted bool) string {
	cfg := lint.Defaults()
	cfg.Mode, cfg.UnsafeFixes = lint.FixMode, true
	found := lint.Run(lint.Input{Files: files, Known: Names()}, All, cfg)
	var lines []string
	for _, f := range slices.Concat(found.Fixed, found.Findings) {
		lines = append(lines, f.String()+" "+f.Fingerprint+" "+f.Held)
	}
	for _, f := range found.Files {
		lines = append(lines, f.Name+"\n"+string(f.Bytes()))
	}
	if sorted {
		slices.Sort(lines)
	}
	return strings.Join(lines, "\n") + fmt.Sprint(found.Stats)
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "one is longer"
}
