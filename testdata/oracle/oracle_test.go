package oracle

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/google/go-cmp/cmp"
)

const examples = "../rules"

var (
	update = flag.Bool("update", false, "write VERDICTS.md")
	only   = flag.String("rule", "", "judge this rule alone, and leave VERDICTS.md be")
)

// What the rules forecast comes true, and what they repair is accepted; and
// VERDICTS.md says so.
func TestVerdicts(t *testing.T) {
	started := time.Now()
	worlds, err := loadWorlds()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s until all CustomResourceDefinitions are compiled", time.Since(started).Round(time.Millisecond))
	var records []*Record
	for _, rule := range rules.All {
		if *only == "" || *only == rule.Name {
			r, complaints := testRule(t, worlds, rules.All, rule.Name, examples)
			for _, c := range complaints {
				t.Errorf("%s: %s", rule.Name, c)
			}
			records = append(records, r)
		}
	}
	t.Logf("%s until all is judged", time.Since(started).Round(time.Millisecond))
	if *only == "" && !t.Failed() {
		compareWithFile(t, "VERDICTS.md", Page(worlds, records))
	}
}

func compareWithFile(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(name)
	if diff := cmp.Diff(strings.Split(string(got), "\n"), strings.Split(want, "\n")); diff != "" {
		t.Errorf("%s is stale; run: make oracle ARGS=-update\n%s", name, diff)
	}
}

// testRule judges the examples of a rule and what is wrong with its forecast.
func testRule(t *testing.T, worlds *Worlds, all []*lint.Rule, name, root string) (*Record, []string) {
	t.Helper()
	rule := all[slices.IndexFunc(all, func(r *lint.Rule) bool { return r.Name == name })]
	r := &Record{Rule: rule}
	var complaints []string
	for _, name := range caseNames(t, filepath.Join(root, name)) {
		before := judgeFile(t, worlds, all, rule, root, name, nil)
		r.Cases = append(r.Cases, before)
		for _, suffix := range []string{".fixed", ".unsafe"} {
			if _, err := os.Stat(filepath.Join(root, rule.Name, name+suffix+".yaml")); err != nil {
				continue
			}
			after := judgeFile(t, worlds, all, rule, root, name+suffix, before)
			fix := compare(before, after)
			r.Cases, r.Fixes = append(r.Cases, after), append(r.Fixes, fix)
			for _, odd := range fix.Odd {
				complaints = append(complaints, after.Name+".yaml: "+odd)
			}
			before = after
		}
	}
	for _, j := range r.Cases {
		complaints = append(complaints, j.complaints()...)
	}
	return r, append(complaints, r.complaints()...)
}

func judgeFile(t *testing.T, worlds *Worlds, all []*lint.Rule, rule *lint.Rule, root, name string, before *Judged) (j *Judged) {
	t.Helper()
	var was *Case
	if before != nil {
		was = before.Case
	}
	c, err := readCase(all, rule, filepath.Join(root, rule.Name), name, was)
	if err != nil {
		t.Fatal(err)
	}
	f, err := fixturesFor(worlds.newest, rule.Name, name)
	if err != nil {
		t.Fatal(err)
	}
	// A test of its own, since a controller whose test fails prints all it knows.
	if !t.Run(rule.Name+"/"+name, func(t *testing.T) { j = judge(t, worlds, c, f) }) || j == nil {
		t.FailNow()
	}
	return j
}

// caseNames are the files of a folder as their authors wrote them.
func caseNames(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal(folder, files, err)
	}
	var names []string
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".yaml")
		if name != "config" && !strings.Contains(name, ".") {
			names = append(names, name)
		}
	}
	return names
}
