package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var corsUnknownField = &lint.Rule{
	Name:     "cors-unknown-field",
	Severity: lint.Error,
	Since:    "0.1",
	Kinds:    corsKinds,
	Outcome:  lint.Outcome{lint.Silent, lint.Pruned},
	Doc: lint.Doc{
		Summary: "CORS field that does not exist",
		Why: "A CORS block has six fields: `allowOrigins`, `allowMethods`, `allowHeaders`, `exposeHeaders`, `allowCredentials` and `maxAge` " +
			"(and `disable` in a TrafficPolicy of kgateway). Nearly every other product has other names for them: `allow_origins`, `allowedMethods`, " +
			"`origins`, `credentials`, `max_age`. The schema of `cors` in AgentgatewayPolicy and TrafficPolicy keeps fields it does not know, " +
			"in every version from kgateway 2.2.0 to agentgateway 1.4.1, so neither `kubectl apply`, nor a check against the CRD, nor the controller says a word.",
		Repair: "Write the field by its name. A name that another product or framework has for a field is renamed, and so is a name that misses a " +
			"field's by a slip of the keyboard; a string with commas becomes a list on the way. Where the field is there already, or two keys mean the same one, " +
			"both are shown and the choice is yours. A key that only resembles a field is reported with the field it may mean, and a key that no " +
			"field stands for, such as `unmatchedPreflights` or `allowOriginRegex`, with what to do instead.",
		FixSafety: "Safe: the renamed key has no effect today, no value is lost, and nothing is renamed onto a field that is there. " +
			"A name that merely resembles a field's is a suggestion, never applied.",
		Forecast: "On AgentgatewayPolicy and TrafficPolicy: silence. The API server accepts and keeps the field, an AgentgatewayPolicy even gets the conditions Accepted=True " +
			"and Attached=True, the field is ignored, and without `allowOrigins` the browser blocks every cross-origin call. On HTTPRoute the API server drops the field, or rejects it " +
			"where field validation is strict: `unknown field \"spec.rules[0].filters[0].cors.allow_origins\"`.",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter",
			"https://agentgateway.dev/docs/kubernetes/latest/security/cors/",
			"https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#controlling-pruning",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, cors := range corsBlocks(o) {
			for _, key := range corsUnknownKeys(o, cors) {
				checkUnknownKey(p, o, cors, key)
			}
		}
	},
}

// corsUnknownKeys returns the keys of a CORS block that are no fields of it.
// Keys of templates, and those a merge brings in, are not looked at.
func corsUnknownKeys(o *object.Object, cors *source.Node) []*source.Node {
	var unknown []*source.Node
	for _, pair := range cors.Pairs {
		key := pair.Key
		if key.Kind != source.Scalar || key.Tag == source.Merge || lint.HasPlaceholder(key.Value) {
			continue
		}
		if !slices.Contains(corsAllowed(o), key.Value) {
			unknown = append(unknown, key)
		}
	}
	return unknown
}

func checkUnknownKey(p *lint.Pass, o *object.Object, cors, key *source.Node) {
	at := lint.At(o, key)
	unknown := fmt.Sprintf("cors has no field %q and ignores it", key.Value)
	m := meaningOf(key.Value)
	rival := corsRival(o, cors, key, m.field)
	taken := rival != nil || m.field != "" && cors.Has(m.field)
	switch {
	case m.hint != "":
		p.Reportf(at, "%s: %s", unknown, m.hint)
	case m.field == "" || taken && m.safety == lint.Suggestion:
		p.Reportf(at, "%s; allowed: %s", unknown, strings.Join(corsAllowed(o), ", "))
	case rival != nil && rival.Value == m.field:
		p.Report(at, fmt.Sprintf("%s; %s is there already, so make it hold what both should, and remove %q", unknown, m.field, key.Value),
			lint.See(lint.At(o, rival), "%s stands here", m.field))
	case taken && rival == nil:
		p.Reportf(at, "%s; %s is there already through a merge key, so remove %q", unknown, m.field, key.Value)
	case taken:
		p.Report(at, fmt.Sprintf("%s; %q means %s too, so write one of them as %s and remove the other", unknown, rival.Value, m.field, m.field),
			lint.See(lint.At(o, rival), "%q stands here", rival.Value))
	case m.safety == lint.Suggestion:
		p.Report(at, fmt.Sprintf("%s; allowed: %s; did you mean %q?", unknown, strings.Join(corsAllowed(o), ", "), m.field),
			lint.With(lint.Suggestion, "rename it to "+m.field, renameField(o, cors, key, m.field)...))
	default:
		p.Report(at, fmt.Sprintf("%s; write %s", unknown, m.field),
			lint.With(m.safety, "rename it to "+m.field, renameField(o, cors, key, m.field)...))
	}
}

// corsRival returns the key of the block that is in the way of renaming
// another to field: the field itself, or another key that certainly means it.
func corsRival(o *object.Object, cors, key *source.Node, field string) *source.Node {
	if field == "" {
		return nil
	}
	if k := cors.Key(field); k != nil {
		return k
	}
	for _, other := range corsUnknownKeys(o, cors) {
		m := meaningOf(other.Value)
		if other != key && m.field == field && m.safety == lint.Safe {
			return other
		}
	}
	return nil
}

// renameField returns the edits that give a key the name of a field. A string
// becomes a list where the field wants one: under its new name it would be
// rejected, where under the old it was ignored.
func renameField(o *object.Object, cors, key *source.Node, field string) []source.Edit {
	path := key.Path()
	edits := []source.Edit{source.Rename(o.Doc, path, field)}
	text, ok := lint.Value(cors.Get(key.Value))
	if items := listOf(text); ok && items != nil && slices.Contains(corsLists, field) {
		edits = append([]source.Edit{source.Set(o.Doc, path, items)}, edits...)
	}
	return edits
}
