package main

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// fields are those that the client's documents ask for, by type. Of inputs,
// scalars and enums all is kept that these lead to.
var fields = map[string][]string{
	"Query":                              {"viewer", "repository"},
	"User":                               {"login"},
	"Repository":                         {"pullRequest"},
	"PullRequest":                        {"reviewThreads"},
	"PullRequestReviewThreadConnection":  {"nodes", "pageInfo"},
	"PageInfo":                           {"endCursor", "hasNextPage"},
	"PullRequestReviewThread":            {"id", "isResolved", "comments"},
	"PullRequestReviewCommentConnection": {"nodes"},
	"PullRequestReviewComment":           {"id", "fullDatabaseId", "isMinimized"},
	"Mutation":                           {"resolveReviewThread", "minimizeComment", "createCommitOnBranch"},
	"ResolveReviewThreadPayload":         {"thread"},
	"MinimizeCommentPayload":             {"minimizedComment"},
	"Minimizable":                        {"isMinimized"},
	"CreateCommitOnBranchPayload":        {"commit"},
	"Commit":                             {"oid"},
}

// trimGraphQL keeps the fields and what they need.
func trimGraphQL(text []byte) ([]byte, error) {
	doc, err := parser.ParseSchema(&ast.Source{Input: string(text)})
	if err != nil {
		return nil, err
	}
	s := slice{doc: doc, kept: map[string]*ast.Definition{}}
	for name := range fields {
		if err := s.keep(name); err != nil {
			return nil, err
		}
	}
	out := &ast.SchemaDocument{}
	for _, d := range doc.Definitions { // in the order of the document
		if kept := s.kept[d.Name]; kept != nil {
			out.Definitions = append(out.Definitions, kept)
		}
	}
	var b bytes.Buffer
	b.WriteString("# Cut from GitHub's public schema, @octokit/graphql-schema (MIT), by ../trim. Do not edit.\n")
	formatter.NewFormatter(&b, formatter.WithIndent("  "), formatter.WithoutDescription()).FormatSchemaDocument(out)
	return b.Bytes(), nil
}

type slice struct {
	doc  *ast.SchemaDocument
	kept map[string]*ast.Definition
}

// keep adds a type, reduced to its fields, with the types that they have.
func (s *slice) keep(name string) error {
	if s.kept[name] != nil {
		return nil
	}
	d := s.doc.Definitions.ForName(name)
	if d == nil { // one that GraphQL itself defines
		return nil
	}
	reduced := *d
	reduced.Directives = nil
	s.kept[name] = &reduced
	if wanted, ok := fields[name]; ok {
		reduced.Fields = nil
		for _, f := range d.Fields {
			if slices.Contains(wanted, f.Name) {
				reduced.Fields = append(reduced.Fields, f)
			}
		}
		if len(reduced.Fields) != len(wanted) {
			return fmt.Errorf("%s lacks one of %q", name, wanted)
		}
	} else if d.Kind == ast.Object || d.Kind == ast.Interface || d.Kind == ast.Union {
		return fmt.Errorf("the fields that are used of %s are not listed", name)
	}
	reduced.Interfaces = slices.DeleteFunc(slices.Clone(d.Interfaces), func(i string) bool { return fields[i] == nil })
	return s.keepTypes(reduced.Fields)
}

func (s *slice) keepTypes(list ast.FieldList) error {
	for _, f := range list {
		f.Directives = nil
		if err := s.keep(f.Type.Name()); err != nil {
			return err
		}
		for _, a := range f.Arguments {
			a.Directives = nil
			if err := s.keep(a.Type.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}
