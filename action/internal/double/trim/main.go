// Trim cuts GitHub's own descriptions of its APIs down to the calls that
// Gatefix makes: paths, parameters and shapes, without prose and examples. The
// double judges requests and answers by them.
//
//	npm pack @octokit/openapi@23.0.2 @octokit/graphql-schema@15.26.1
//	go run ./action/internal/double/trim api.github.com.json schema.graphql action/internal/double/testdata
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: trim api.github.com.json schema.graphql folder")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rest, graphql, dir string) error {
	text, err := os.ReadFile(rest)
	if err != nil {
		return err
	}
	if text, err = trimREST(text); err != nil {
		return fmt.Errorf("%s: %w", rest, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "rest.json.gz"), text, 0o644); err != nil {
		return err
	}
	if text, err = os.ReadFile(graphql); err != nil {
		return err
	}
	if text, err = trimGraphQL(text); err != nil {
		return fmt.Errorf("%s: %w", graphql, err)
	}
	return os.WriteFile(filepath.Join(dir, "schema.graphql"), text, 0o644)
}
