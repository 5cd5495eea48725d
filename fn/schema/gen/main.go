// Command gen writes the tables of package schema from a tree of
// CustomResourceDefinitions with one directory per release:
//
//	agentgateway-v1.4.1/*.yaml, agentgateway-HEAD/*.yaml
//	kgateway-v2.2.0/*.yaml, kgateway-v2.2.0/kgateway-crds/*.yaml
//	gateway-api-v1.6.1/standard/*.yaml, gateway-api-v1.6.1/experimental/*.yaml
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: gen DIRECTORY-OF-CRDS DIRECTORY-OF-TABLES")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(crds, out string) error {
	tables, err := generate(crds)
	if err != nil {
		return err
	}
	if err := removeOld(out); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if err := os.WriteFile(filepath.Join(out, name), []byte(tables[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// removeOld removes the tables of before, and nothing else that is there.
func removeOld(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*_*_*.txt"))
	if err != nil {
		return err
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(string(text), madeBy) {
			continue
		}
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the tables by file name.
func generate(crds string) (map[string]string, error) {
	releases, err := releasesOf(crds)
	if err != nil {
		return nil, err
	}
	merged := map[string]*table{}
	for _, r := range releases {
		if err := r.read(func(d definition) error { return d.mergeInto(merged, r) }); err != nil {
			return nil, err
		}
	}
	out := map[string]string{}
	for name, t := range merged {
		out[name] = t.write()
	}
	return out, nil
}
