// Bench measures gatefix as a whole process beside other tools, and writes a
// table in Markdown. ./run builds what it needs.
//
// Each case runs its tools in turn, round after round, so that a machine that is
// busy for a while is busy for all of them; the table shows medians.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

func main() {
	bin := flag.String("bin", "bin", "directory of the programs")
	crds := flag.String("crds", os.Getenv("CRDS"), "directory of CustomResourceDefinitions, for the peers that judge by them; without it they are left out")
	runs := flag.Int("runs", 7, "runs of each program, after one that is not counted")
	only := flag.String("only", "", "regular expression of the cases to run")
	flag.Parse()
	if err := bench(*bin, *crds, *runs, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(bin, crds string, runs int, only string) error {
	dir, err := os.MkdirTemp("", "gatefix-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if bin, err = filepath.Abs(bin); err != nil {
		return err
	}
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	schemas := ""
	if crds != "" {
		schemas = filepath.Join(dir, "schemas")
		if err := convert(crds, schemas); err != nil {
			return err
		}
	}
	fmt.Printf("%s, medians of %d\n\n", machine(), runs)
	fmt.Println("| work | program | wall | of the first peer | CPU | peak memory | of the first peer |")
	fmt.Println("|---|---|---|---|---|---|---|")
	for _, c := range cases(programs{bin: bin, crds: crds, schemas: schemas}) {
		if !wanted.MatchString(c.name) {
			continue
		}
		if err := c.run(dir, runs); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}
