package crd

import (
	"errors"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// maxNodes bounds a document with its aliases written out. A request to the API
// server has at most 3 MiB, which is less.
const maxNodes = 500_000

// maxLevels bounds how deep a document may be nested.
const maxLevels = 1_000

var errTooLarge = errors.New("the document is too large for the API server")

// value returns what the API server gets when kubectl sends the node. kubectl
// reads YAML with sigs.k8s.io/yaml, which resolves scalars as YAML 1.1 does:
// yes, no, on, off, y and n without quotes are booleans, 010 is 8. It sends
// JSON, in which 1.0 is written 1 and arrives as an integer. The result is made
// of map[string]any, []any, string, bool, int64, float64 and nil.
//
// [source.Node.Plain] differs on purpose: it returns what kustomize and kpt
// see, for whom yes is a string.
func value(n *source.Node) (any, error) {
	c := &converter{left: maxNodes}
	v := c.value(n, 0)
	if c.left < 0 {
		return nil, errTooLarge
	}
	return v, nil
}

type converter struct {
	left   int
	schema bool // the document is a schema: its descriptions are left out
}

func (c *converter) value(n *source.Node, depth int) any {
	n = n.Get() // follows an alias
	c.left--
	if n == nil || c.left < 0 {
		return nil
	}
	if depth > maxLevels {
		c.left = -1
		return nil
	}
	switch n.Kind {
	case source.Mapping:
		fields := fieldsOf(n)
		m := make(map[string]any, len(fields))
		for _, f := range fields {
			if c.schema && f.Name == "description" && f.Value.Get().Kind == source.Scalar {
				continue
			}
			m[f.Name] = c.value(f.Value, depth+1)
		}
		return m
	case source.Sequence:
		s := make([]any, len(n.Items))
		for i, item := range n.Items {
			s[i] = c.value(item, depth+1)
		}
		return s
	}
	return wire.Scalar(n).Any()
}

// fieldsOf returns the keys of a mapping with those it merges in, as a decoder
// sees them.
func fieldsOf(n *source.Node) []wire.Member { return wire.Members(nil, n) }
