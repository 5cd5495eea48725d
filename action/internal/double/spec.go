package double

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"io"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed testdata/rest.json.gz
var restText []byte

//go:embed testdata/schema.graphql
var graphqlText string

// specs are GitHub's descriptions of its APIs.
type specs struct {
	rest    *openapi3.T
	graphql *ast.Schema
}

// load reads them once.
var load = sync.OnceValues(func() (*specs, error) {
	r, err := gzip.NewReader(bytes.NewReader(restText))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	rest, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	closeAll(rest)
	graphql, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: graphqlText})
	if err != nil {
		return nil, err
	}
	return &specs{rest, graphql}, nil
})

// closeAll makes objects refuse fields that they do not list.
func closeAll(doc *openapi3.T) {
	c := closer{}
	for _, s := range doc.Components.Schemas {
		c.close(s, false)
	}
	for _, r := range doc.Components.Responses {
		c.content(r.Value.Content)
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody != nil {
				c.content(op.RequestBody.Value.Content)
			}
			for _, r := range op.Responses.Map() {
				c.content(r.Value.Content)
			}
		}
	}
}

// closer keeps the schemas that it has seen.
type closer map[*openapi3.Schema]bool

func (c closer) content(content openapi3.Content) {
	for _, media := range content {
		c.close(media.Schema, false)
	}
}

// close closes a schema and those below it. One that is part of another's
// fields, by allOf or beside properties, stays open: it lists only its own.
func (c closer) close(ref *openapi3.SchemaRef, part bool) {
	if ref == nil || ref.Value == nil || c[ref.Value] {
		return
	}
	s := ref.Value
	c[s] = true
	composed := len(s.AllOf) > 0
	if len(s.Properties) > 0 && !part && !composed && s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil {
		s.AdditionalProperties.Has = new(bool)
	}
	for _, p := range s.Properties {
		c.close(p, false)
	}
	for _, member := range s.AllOf {
		c.close(member, true)
	}
	for _, members := range []openapi3.SchemaRefs{s.AnyOf, s.OneOf} {
		for _, member := range members {
			c.close(member, part || len(s.Properties) > 0)
		}
	}
	c.close(s.Items, false)
}

// checkError holds the body of an answer against the shape of errors.
func (s *specs) checkError(t testing.TB, body string) {
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Errorf("the double answers %s: %v", body, err)
		return
	}
	for _, name := range []string{"basic-error", "validation-error-simple"} {
		if schema := s.rest.Components.Schemas[name]; schema != nil && schema.Value.VisitJSON(v) == nil {
			return
		}
	}
	t.Errorf("the double answers %s, which is none of GitHub's errors", body)
}
