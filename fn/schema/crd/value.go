package crd

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v2"

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
			if c.schema && f.name == "description" && f.value.Get().Kind == source.Scalar {
				continue
			}
			m[f.name] = c.value(f.value, depth+1)
		}
		return m
	case source.Sequence:
		s := make([]any, len(n.Items))
		for i, item := range n.Items {
			s[i] = c.value(item, depth+1)
		}
		return s
	}
	return scalar(n)
}

// scalar resolves a scalar as YAML 1.1 does.
func scalar(n *source.Node) any {
	switch n.Tag {
	case source.Null:
		return nil
	case source.Int, source.Float:
		return number(n)
	case source.Bool:
		if b, ok := n.Bool(); ok {
			return b
		}
	case source.Str:
		// The words that were booleans up to YAML 1.1 only; true here has the
		// tag !!str. (yes with that tag is not told from one without.)
		if b, ok := n.Bool(); ok && !strings.EqualFold(n.Value, strconv.FormatBool(b)) {
			return b
		}
	}
	return n.Value
}

// number resolves a number. What the parser of YAML 1.1 does not take for one,
// such as 0o17, is a string.
func number(n *source.Node) any {
	var v any
	if err := yaml.Unmarshal([]byte(n.Value), &v); err != nil {
		return n.Value
	}
	switch v := v.(type) {
	case int:
		return int64(v)
	case int64:
		return v
	case uint64:
		return float64(v) // too large for an int64, as in the API server
	case float64:
		return throughJSON(v)
	}
	return n.Value
}

// throughJSON returns a float as it arrives in the API server, which takes a
// number without fraction and exponent for an integer.
func throughJSON(f float64) any {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return strconv.FormatFloat(f, 'g', -1, 64) // cannot be sent as a number
	}
	text, err := json.Marshal(f)
	if err != nil {
		return f
	}
	if i, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return i
	}
	return f
}

// member is a key of a mapping and its value.
type member struct {
	name  string
	value *source.Node
	key   *source.Node
}

// maxMerges bounds chains of merge keys, which may be circular.
const maxMerges = 16

// fieldsOf returns the keys of a mapping with those it merges in, as a decoder
// sees them.
func fieldsOf(n *source.Node) []member { return appendFields(nil, n, nil, 0) }

func appendFields(out []member, n *source.Node, seen map[string]bool, depth int) []member {
	n = n.Get()
	if !n.IsMapping() || depth > maxMerges {
		return out
	}
	merges := false
	for _, p := range n.Pairs {
		if p.Key.Tag == source.Merge {
			merges = true
			continue
		}
		if name := keyName(p.Key); !seen[name] {
			out = append(out, member{name, p.Value, p.Key})
		}
	}
	if !merges {
		return out
	}
	names := make(map[string]bool, len(out))
	for _, f := range out {
		names[f.name] = true
	}
	for _, p := range n.Pairs {
		if p.Key.Tag != source.Merge {
			continue
		}
		for _, from := range mergedFrom(p.Value) {
			before := len(out)
			out = appendFields(out, from, names, depth+1)
			for _, f := range out[before:] {
				names[f.name] = true
			}
		}
	}
	return out
}

func mergedFrom(v *source.Node) []*source.Node {
	if v.IsSequence() {
		return v.Seq()
	}
	return []*source.Node{v}
}

// keyName is a key as kubectl writes it in JSON: on: becomes "true", 0x10:
// becomes "16".
func keyName(k *source.Node) string {
	k = k.Get()
	if k == nil || k.Kind != source.Scalar {
		return ""
	}
	switch v := scalar(k).(type) {
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 32)
	}
	return k.Value
}
