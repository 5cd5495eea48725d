package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// release is a release of a product, of which the directory holds the
// definitions.
type release struct {
	dirs []string
	line string // agentgateway or gateway-api: which releases share tables
	name string // as tables write it
}

// next is the name of what is not released yet.
const next = "next"

// releasesOf returns the releases in a tree, each line from the oldest to the
// newest. kgateway 2 came before agentgateway 1. The experimental channel of the
// Gateway API stands behind the standard one.
func releasesOf(tree string) ([]release, error) {
	dirs, err := filepath.Glob(filepath.Join(tree, "*-*"))
	if err != nil {
		return nil, err
	}
	var old, agent, standard, experimental []release
	slices.SortFunc(dirs, func(a, b string) int { return compareVersions(versionOf(a), versionOf(b)) })
	for _, dir := range dirs {
		v := versionOf(dir)
		switch name := filepath.Base(dir); {
		case strings.HasPrefix(name, "kgateway-"):
			old = append(old, release{[]string{dir, filepath.Join(dir, "kgateway-crds")}, "agentgateway", "kgateway-" + v})
		case strings.HasPrefix(name, "agentgateway-"):
			agent = append(agent, release{[]string{dir}, "agentgateway", v})
		case strings.HasPrefix(name, "gateway-api-"):
			standard = append(standard, release{[]string{filepath.Join(dir, "standard")}, "gateway-api", v})
			experimental = append(experimental, release{[]string{filepath.Join(dir, "experimental")}, "gateway-api", v + "-experimental"})
		}
	}
	all := slices.Concat(old, agent, standard, experimental)
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no releases", tree)
	}
	return all, nil
}

// versionOf returns the version in the name of a directory.
func versionOf(dir string) string {
	name := filepath.Base(dir)
	v := strings.TrimPrefix(name[strings.LastIndex(name, "-")+1:], "v")
	if v == "HEAD" {
		return next
	}
	return v
}

func compareVersions(a, b string) int {
	if a == next || b == next {
		return cmp.Compare(strings.Count(a, next), strings.Count(b, next))
	}
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		n, _ := strconv.Atoi(x[i])
		m, _ := strconv.Atoi(y[i])
		if n != m {
			return cmp.Compare(n, m)
		}
	}
	return cmp.Compare(len(x), len(y))
}

// definition is a CustomResourceDefinition.
type definition apiextensions.CustomResourceDefinition

// read hands over every definition of the release.
func (r release) read(use func(definition) error) error {
	for _, dir := range r.dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := readFile(f, use); err != nil {
				return fmt.Errorf("%s: %w", f, err)
			}
		}
	}
	return nil
}

func readFile(name string, use func(definition) error) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	docs := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(data), 4096)
	for {
		var d definition
		err := docs.Decode(&d)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && d.Kind == "CustomResourceDefinition" {
			err = use(d)
		}
		if err != nil {
			return err
		}
	}
}
