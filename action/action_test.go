// Package action_test holds the places that declare the action against each
// other: action.yml, the inputs in Go, the documentation and the image.
package action_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/gatefix/gatefix/action/input"
)

var update = flag.Bool("update", false, "write the tables of the documentation")

const docs = "../docs/github-action.md"

// metadata is action.yml.
type metadata struct {
	Name, Description string
	Inputs, Outputs   fields
	Runs              struct{ Using, Image, Entrypoint string }
}

type field struct{ name, Description, Default string }

// fields keep their order.
type fields []field

func (f *fields) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i < len(n.Content); i += 2 {
		one := field{name: n.Content[i].Value}
		if err := n.Content[i+1].Decode(&one); err != nil {
			return err
		}
		*f = append(*f, one)
	}
	return nil
}

func action(t *testing.T) metadata {
	t.Helper()
	dec := yaml.NewDecoder(bytes.NewReader(file(t, "../action.yml")))
	var m metadata
	if err := dec.Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestInputsAreDeclared(t *testing.T) {
	var declared, read []string
	for _, f := range action(t).Inputs {
		declared = append(declared, f.name)
	}
	for f := range reflect.TypeFor[input.Inputs]().Fields() {
		read = append(read, f.Tag.Get("input"))
	}
	if d := cmp.Diff(declared, read); d != "" {
		t.Errorf("action.yml and action/input differ: %s", d)
	}
}

// The defaults of action.yml are those that hold where an input is empty.
func TestDefaultsAreTheSame(t *testing.T) {
	given := map[string]string{}
	for _, f := range action(t).Inputs {
		if !strings.Contains(f.Default, "${{") {
			given["INPUT_"+strings.ToUpper(f.name)] = f.Default
		}
	}
	declared, err := input.Read(func(key string) string { return given[key] })
	if err != nil {
		t.Fatal(err)
	}
	none, err := input.Read(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(none, declared); d != "" {
		t.Error(d)
	}
}

// Each output is set by the code, and the code sets no other.
func TestOutputsAreSet(t *testing.T) {
	set := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.output\("([a-z-]+)"`).FindAllSubmatch(file(t, "run/finish.go"), -1) {
		set[string(m[1])] = true
	}
	for _, f := range action(t).Outputs {
		if !set[f.name] {
			t.Errorf("the output %s is never set", f.name)
		}
		delete(set, f.name)
	}
	for name := range set {
		t.Errorf("the output %s is not declared", name)
	}
}

func TestDocumentation(t *testing.T) {
	m := action(t)
	text := string(file(t, docs))
	want := section(text, "inputs", "| Input | | Default |\n|---|---|---|\n"+rows(m.Inputs, true))
	want = section(want, "outputs", "| Output | |\n|---|---|\n"+rows(m.Outputs, false))
	if *update {
		if err := os.WriteFile(docs, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != text {
		t.Errorf("%s is out of date; run: go test ./action -update\n%s", docs, cmp.Diff(text, want))
	}
}

func section(text, name, body string) string {
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->\n"
	before, rest, ok := strings.Cut(text, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "no section " + name
	}
	return before + begin + body + end + after
}

func rows(all fields, defaults bool) string {
	var b strings.Builder
	for _, f := range all {
		fmt.Fprintf(&b, "| `%s` | %s |", f.name, strings.ReplaceAll(f.Description, "|", `\|`))
		if value := strings.ReplaceAll(strings.TrimSpace(f.Default), "\n", "`<br>`"); defaults && value != "" {
			fmt.Fprintf(&b, " `%s` |", value)
		} else if defaults {
			b.WriteString(" |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// The image has the program that action.yml starts, and a release names the
// image by its digest.
func TestImage(t *testing.T) {
	m := action(t)
	if m.Runs.Using != "docker" {
		t.Errorf("runs.using: %s", m.Runs.Using)
	}
	pinned := regexp.MustCompile(`^docker://ghcr\.io/gatefix/gatefix:v\d+\.\d+\.\d+\S*@sha256:[0-9a-f]{64}$`)
	if m.Runs.Image != "Dockerfile" && !pinned.MatchString(m.Runs.Image) {
		t.Errorf("runs.image: %q; allowed: Dockerfile, or the image of a release by its digest", m.Runs.Image)
	}
	dockerfile := string(file(t, "../Dockerfile"))
	dir, name := m.Runs.Entrypoint[:strings.LastIndex(m.Runs.Entrypoint, "/")+1], m.Runs.Entrypoint[strings.LastIndex(m.Runs.Entrypoint, "/")+1:]
	if !strings.Contains(dockerfile, "-o /out/"+name+" ./action/"+name+" ") || !strings.Contains(dockerfile, "\nCOPY --from=build /out/ "+dir+"\n") {
		t.Errorf("the image has no %s", m.Runs.Entrypoint)
	}
	if !strings.Contains(dockerfile, "ln -s "+name+" /out/gatefix\n") {
		t.Error("the image has no gatefix")
	}
	if !strings.Contains(dockerfile, "\nENTRYPOINT [\"/usr/local/bin/gatefix\"]\n") {
		t.Error("the image is the KRM function no more")
	}
	for _, line := range strings.Split(dockerfile, "\n") {
		// The runner mounts the workspace for root, and builds with what it has.
		if regexp.MustCompile(`^(USER|# syntax=)|^[^#]*(--(mount|chmod|link|platform)|<<)`).MatchString(line) {
			t.Errorf("%q does not do in an action", line)
		}
	}
}
