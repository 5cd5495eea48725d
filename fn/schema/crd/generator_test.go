package crd

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// generator makes values that fit a schema, rules aside.
type generator struct {
	chance   *rand.Rand
	literals []string // texts to choose from
}

// candidates are texts that some pattern or rule asks for.
var candidates = []string{
	"a", "b", "A", "a-b", "/a", "/a/b", "//", "http://a.example", "https://a.example/x", "http://localhost/", "10s", "1ms", "0s", "1s", "100ms", "5m", "2h", "1.5h",
	"a.example.com", "*.example.com", "10.0.0.1", "2001:db8::1", "*", "gpt-*", "a*b", "80", "0", "70000", "1.5", "64Ki", "8Gi", ":path", ":x", "a.cluster.local", "x/y", "GET", "a_b", "arn:aws:iam::123456789012:role/a",
}

// references are kinds that something refers to.
var references = []object.Kind{
	{Name: "Service"}, {Name: "Secret"}, {Name: "ConfigMap"}, {Group: object.GatewayGroup, Name: "Gateway"}, {Group: object.GatewayGroup, Name: "HTTPRoute"},
	{Group: object.GatewayGroup, Name: "ListenerSet"}, {Group: object.GatewayXGroup, Name: "XListenerSet"}, {Group: object.AgentgatewayGroup, Name: "AgentgatewayBackend"},
	{Group: "inference.networking.k8s.io", Name: "InferencePool"}, {Group: object.KgatewayGroup, Name: "Backend"},
}

var literal = regexp.MustCompile(`'([^'\\]*)'`)

// read takes the texts over that the rules of a schema compare with.
func (g *generator) read(s *structural.Structural) {
	if s == nil {
		return
	}
	for _, r := range s.XValidations {
		for _, m := range literal.FindAllStringSubmatch(r.Rule, -1) {
			if !slices.Contains(g.literals, m[1]) {
				g.literals = append(slices.Clip(g.literals), m[1])
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		g.read(&p)
	}
	g.read(s.Items)
	if s.AdditionalProperties != nil {
		g.read(s.AdditionalProperties.Structural)
	}
}

// extend makes what is missing on the way to a place.
func (g *generator) extend(s *structural.Structural, v any, path source.Path) any {
	if len(path) == 0 {
		if v == nil {
			return g.value(s, 0)
		}
		return v
	}
	below := child(s, path[0])
	if path[0].IsIndex {
		list, _ := v.([]any)
		if len(list) == 0 {
			return []any{g.extend(below, nil, path[1:])}
		}
		list[0] = g.extend(below, list[0], path[1:])
		return list
	}
	m, ok := v.(map[string]any)
	if !ok {
		m = g.fields(s, 0)
	}
	m[path[0].Key] = g.extend(below, m[path[0].Key], path[1:])
	return m
}

// child is the schema of what a step leads to, or nil.
func child(s *structural.Structural, step source.Step) *structural.Structural {
	if step.IsIndex {
		return s.Items
	}
	if p, ok := s.Properties[step.Key]; ok {
		return &p
	}
	if s.AdditionalProperties != nil {
		return s.AdditionalProperties.Structural
	}
	return nil
}

// change changes a value in one place, at a path or below.
func (g *generator) change(s *structural.Structural, v any, path source.Path) any {
	if s == nil {
		return v
	}
	switch v := v.(type) {
	case []any:
		if len(path) > 0 && path[0].Index < len(v) {
			v[path[0].Index] = g.change(s.Items, v[path[0].Index], path[1:])
			return v
		}
		return g.changeList(s, v)
	case map[string]any:
		if len(path) > 0 {
			if below := child(s, path[0]); below != nil {
				v[path[0].Key] = g.change(below, v[path[0].Key], path[1:])
				return v
			}
		}
		return g.changeField(s, v)
	}
	return g.value(s, 0.2)
}

func (g *generator) changeList(s *structural.Structural, v []any) any {
	i := g.chance.IntN(len(v) + 1)
	switch {
	case i == len(v):
		return append(v, g.value(s.Items, 0.2))
	case g.chance.IntN(3) == 0:
		return append(v, decoded(encoded(v[i])))
	case g.chance.IntN(4) == 0:
		return slices.Delete(v, i, i+1)
	}
	v[i] = g.change(s.Items, v[i], nil)
	return v
}

func (g *generator) changeField(s *structural.Structural, v map[string]any) any {
	names := slices.Sorted(maps.Keys(s.Properties))
	if len(names) == 0 {
		return g.fields(s, 0.3)
	}
	if present := slices.Sorted(maps.Keys(v)); len(present) > 0 && g.chance.IntN(3) == 0 {
		delete(v, present[g.chance.IntN(len(present))])
		return v
	}
	name := names[g.chance.IntN(len(names))]
	p := s.Properties[name]
	if old, there := v[name]; there && g.chance.IntN(2) == 0 {
		v[name] = g.change(&p, old, nil)
	} else {
		v[name] = g.value(&p, []float64{0, 0.2, 0.5}[g.chance.IntN(3)])
	}
	return v
}

// value makes any value; optional is how likely a field is set that need not.
func (g *generator) value(s *structural.Structural, optional float64) any {
	switch {
	case s.ValueValidation != nil && len(s.ValueValidation.Enum) > 0:
		return s.ValueValidation.Enum[g.chance.IntN(len(s.ValueValidation.Enum))].Object
	case s.XIntOrString:
		if g.chance.IntN(2) == 0 {
			return g.number(s)
		}
		return g.text(s)
	}
	switch s.Type {
	case "object":
		return g.fields(s, optional)
	case "array":
		out := []any{}
		for len(out) < g.count(s) {
			if n := len(out); n > 0 && g.chance.IntN(3) == 0 {
				out = append(out, out[n-1])
			} else {
				out = append(out, g.value(s.Items, optional))
			}
		}
		return out
	case "integer", "number":
		return g.number(s)
	case "boolean":
		return g.chance.IntN(2) == 0
	}
	return g.text(s)
}

func (g *generator) fields(s *structural.Structural, optional float64) map[string]any {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		required := s.ValueValidation != nil && slices.Contains(s.ValueValidation.Required, name)
		if name != "metadata" && (required || g.chance.Float64() < optional) {
			out[name] = g.value(&p, optional*0.6)
		}
	}
	if _, refers := s.Properties["kind"]; refers && s.Properties["group"].Type != "" && g.chance.IntN(4) > 0 {
		k := references[g.chance.IntN(len(references))]
		out["kind"], out["group"] = k.Name, k.Group
	}
	if s.AdditionalProperties != nil && s.AdditionalProperties.Structural != nil {
		for range 1 + g.chance.IntN(2) {
			out[g.literals[g.chance.IntN(len(g.literals))]] = g.value(s.AdditionalProperties.Structural, optional)
		}
	}
	return out
}

func (g *generator) count(s *structural.Structural) int {
	n := 1 + g.chance.IntN(3)/2
	if v := s.ValueValidation; v != nil && v.MinItems != nil {
		n = max(n, int(*v.MinItems))
	}
	return n
}

func (g *generator) number(s *structural.Structural) int64 {
	n := []int64{1, 2, 80, 443, 20000, 5_000_000}[g.chance.IntN(6)]
	if v := s.ValueValidation; v != nil {
		if v.Minimum != nil {
			n = max(n, int64(*v.Minimum))
		}
		if v.Maximum != nil {
			n = min(n, int64(*v.Maximum))
		}
	}
	return n
}

// text makes a text that fits the pattern, if there is one at hand.
func (g *generator) text(s *structural.Structural) string {
	v := s.ValueValidation
	for range 400 {
		c := g.literals[g.chance.IntN(len(g.literals))]
		if v == nil || (v.Pattern == "" || matchesPattern(v.Pattern, c)) && (v.MinLength == nil || int64(len(c)) >= *v.MinLength) && (v.MaxLength == nil || int64(len(c)) <= *v.MaxLength) {
			return c
		}
	}
	return fmt.Sprintf("a%d", g.chance.IntN(3))
}

func matchesPattern(pattern, s string) bool {
	ok, err := regexp.MatchString(pattern, s)
	return ok && err == nil
}
