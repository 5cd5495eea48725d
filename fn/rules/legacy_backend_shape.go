package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var legacyBackendShape = &lint.Rule{
	Name:     "legacy-backend-shape",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Outcome:  lint.Outcome{lint.Pruned, lint.Rejected},
	Doc: lint.Doc{
		Summary: "an AgentgatewayBackend that is written as the Backend of kgateway 2.1 and before was",
		Why: "Before kgateway 2.2 backends of LLMs and MCP servers were a Backend of `gateway.kgateway.dev`: `type: AI`, `ai.llm` or `ai.priorityGroups`, and the key under " +
			"`authToken` of the provider. An AgentgatewayBackend has no type, its providers are `ai.provider` or `ai.groups`, and the key is a policy. Many guides still show the old shape.",
		Repair: "`llm` becomes `provider`, `priorityGroups` becomes `groups`, `type` goes, and what `authToken` says becomes `auth` of `spec.policies`, or of the policies of the " +
			"provider in a group. `hostOverride`, `multipool` and the `provider` inside of `llm`, which are older still, are shown in the new shape. A key that is written inline belongs into a Secret.",
		FixSafety: "Unsafe: the new API reads these fields as the old one did, but the object as a whole is from another time. It is not offered where the new field is there already.",
		Forecast:  "A strict client is refused: unknown field. With other clients (Argo CD, Flux) the fields are pruned: without `llm` the API server rejects the backend, without `authToken` the requests go out without the key.",
		Links:     []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		s := legacyShape{p, o}
		s.kind()
		ai := o.Get("spec", "ai")
		s.renamed(ai, "llm", "provider")
		s.renamed(ai, "priorityGroups", "groups")
		if hasValue(ai, "multipool") {
			s.report(ai, "multipool", "groups: [{providers: [{name: a, …}]}], the most preferred group first")
		}
		s.token(ai.Get("llm"), nil)
		s.token(ai.Get("provider"), source.P("spec"))
		for _, group := range slices.Concat(ai.Get("groups").Seq(), ai.Get("priorityGroups").Seq()) {
			for _, provider := range group.Get("providers").Seq() {
				place := provider.Path()
				if ai.Has("priorityGroups") {
					place = nil // they are renamed first
				}
				s.token(provider, place)
			}
		}
	},
}

// legacyShape looks at one backend.
type legacyShape struct {
	p *lint.Pass
	o *object.Object
}

func (s legacyShape) report(in *source.Node, key, write string, fixes ...lint.Option) {
	s.p.Report(lint.AtKey(s.o, in, key), fmt.Sprintf("%q is of kgateway 2.1 and before; write %s", key, write), fixes...)
}

// legacyTypes are the types of the old Backend, and the keys that say the same.
var legacyTypes = map[string]string{"AI": "ai", "MCP": "mcp", "Static": "static", "DynamicForwardProxy": "dynamicForwardProxy", "AWS": "aws"}

// kind looks for the type, of which the key beside it says the same.
func (s legacyShape) kind() {
	spec := s.o.Get("spec")
	written, ok := lint.Value(spec.Get("type"))
	key := legacyTypes[written]
	if !ok || key == "" {
		return
	}
	message := fmt.Sprintf("%q is of kgateway 2.1 and before; remove it: the key %q says the kind of the backend", "type", key)
	if !hasValue(spec, key) {
		s.p.Report(lint.AtKey(s.o, spec, "type"), message)
		return
	}
	s.p.Report(lint.AtKey(s.o, spec, "type"), message, lint.With(lint.Unsafe, "remove type", source.Delete(s.o.Doc, source.P("spec", "type"))))
}

// renamed looks for a key that has another name now.
func (s legacyShape) renamed(ai *source.Node, old, now string) {
	value := ai.Get(old)
	switch {
	case value == nil || value.IsNull():
	case value.Has("provider"): // of kgateway 2.0
		s.report(ai, old, now+": with what its provider holds, and host and port in place of hostOverride")
	case ai.Has("provider") || ai.Has("groups"):
		s.report(ai, old, fmt.Sprintf("%s; keep one of them", now))
	default:
		s.report(ai, old, now, lint.With(lint.Unsafe, fmt.Sprintf("rename %s to %s", old, now), source.Rename(s.o.Doc, value.Path(), now)))
	}
}

// token looks for the key of a provider. place is the mapping whose policies hold
// for it, nil where that is not certain yet.
func (s legacyShape) token(provider *source.Node, place source.Path) {
	for _, name := range providerTypes {
		in := provider.Get(name)
		if hasValue(in, "authToken") {
			s.reportToken(in, place)
		}
	}
}

func (s legacyShape) reportToken(in *source.Node, place source.Path) {
	auth, shown := authOf(in.Get("authToken"))
	where := "policies of the backend"
	if place != nil {
		where = place.Join("policies").String()
	}
	switch {
	case auth == nil && in.Get("authToken").Has("inline"):
		s.report(in, "authToken", "auth: {secretRef: {name: …}} under "+where+", and put the key into a Secret")
		return
	case auth == nil:
		s.report(in, "authToken", "auth under "+where)
		return
	}
	write := fmt.Sprintf("auth: %s under %s", shown, where)
	if place == nil {
		s.report(in, "authToken", write)
		return
	}
	if theirs := s.o.Root.Get(steps(place.Join("policies", "auth"))...); theirs != nil {
		s.report(in, "authToken", write+", which has auth already", lint.See(lint.At(s.o, theirs), "the auth that is there"))
		return
	}
	s.report(in, "authToken", write, lint.With(lint.Unsafe, "write it as auth of the policies",
		source.Insert(s.o.Doc, place.Join("policies", "auth"), auth, ""), source.Delete(s.o.Doc, in.Path().Join("authToken"))))
}

// authOf returns what an authToken says as the auth of a policy, and as messages
// show it; nil: it cannot be told.
func authOf(token *source.Node) (auth source.Map, shown string) {
	name, named := lint.Value(token.Get("secretRef", "name"))
	kind, _ := token.Get("kind").Str()
	switch {
	case (kind == "SecretRef" || kind == "") && named && !token.Has("inline"):
		return source.Map{{Key: "secretRef", Value: source.Map{{Key: "name", Value: name}}}}, fmt.Sprintf("{secretRef: {name: %s}}", name)
	case kind == "Passthrough":
		return source.Map{{Key: "passthrough", Value: source.Map{}}}, "{passthrough: {}}"
	}
	return nil, ""
}

func steps(p source.Path) []any {
	var out []any
	for _, s := range p {
		if s.IsIndex {
			out = append(out, s.Index)
		} else {
			out = append(out, s.Key)
		}
	}
	return out
}
