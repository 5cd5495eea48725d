package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// corsKinds are the kinds in which the APIs of agentgateway and the Gateway API
// hold a CORS block. Resources of Istio, Envoy Gateway, Contour or Traefik hold
// blocks of their own shape, which are right there and never looked at.
var corsKinds = []object.Kind{
	object.AgentgatewayPolicy,
	object.EnterprisePolicy,
	object.TrafficPolicy,
	object.HTTPRoute,
}

// corsBlocks returns the CORS blocks of an object.
func corsBlocks(o *object.Object) []*source.Node {
	var found []*source.Node
	add := func(n *source.Node) {
		if n.IsMapping() && !n.IsTemplate() {
			found = append(found, n)
		}
	}
	switch o.Kind {
	case object.AgentgatewayPolicy, object.EnterprisePolicy:
		add(o.Get("spec", "traffic", "cors"))
	case object.TrafficPolicy:
		add(o.Get("spec", "cors"))
	case object.HTTPRoute:
		if text := o.Doc.Text(); !bytes.Contains(text, []byte("CORS")) && !mayBeEscaped(text) {
			break // as of nearly all routes
		}
		for _, rule := range o.Get("spec", "rules").Seq() {
			corsFilters(rule, add)
			for _, backend := range rule.Get("backendRefs").Seq() {
				corsFilters(backend, add)
			}
		}
	}
	return found
}

func corsFilters(n *source.Node, add func(*source.Node)) {
	for _, filter := range n.Get("filters").Seq() {
		if filter.Get("type").Text() == "CORS" {
			add(filter.Get("cors"))
		}
	}
}

// corsFields are the fields of a CORS block, the same in every version of
// every API that has one.
var corsFields = []string{"allowOrigins", "allowMethods", "allowHeaders", "exposeHeaders", "allowCredentials", "maxAge"}

// corsLists are those of corsFields that hold a list of strings.
var corsLists = corsFields[:4]

// isCORSMethod reports an item of allowMethods in a CORS block, whose spelling
// is the business of cors-value.
func isCORSMethod(n *source.Node) bool {
	at := n.Path()
	return len(at) > 2 && at[len(at)-2].Key == "allowMethods" && at[len(at)-3].Key == "cors"
}

// corsAllowed returns the keys that the CORS block of an object may hold. A
// TrafficPolicy of kgateway can also switch off what it would inherit.
func corsAllowed(o *object.Object) []string {
	if o.Kind == object.TrafficPolicy {
		return append(slices.Clone(corsFields), "disable")
	}
	return corsFields
}

// isAgentgateway reports whether agentgateway itself carries out the CORS block
// of an object. What an HTTPRoute's block does at run time depends on the
// controller of its Gateway.
func isAgentgateway(o *object.Object) bool {
	return o.Kind == object.AgentgatewayPolicy || o.Kind == object.EnterprisePolicy
}

// corsSince15 returns the severity of what Gateway API 1.5 and agentgateway
// 1.0 were the first to reject, such as an origin of another scheme than http
// and https; 0 where the version that judges the object accepts it. kgateway
// 2.2 has the older schema, and the agentgateway.dev kinds of its time too.
// The HTTPRoute of a cluster may be that old without anybody's saying so,
// hence no more than a warning.
func corsSince15(cfg *lint.Config, o *object.Object) lint.Severity {
	pin := cfg.Versions.GatewayAPI
	switch {
	case o.Kind == object.TrafficPolicy:
		return 0
	case o.Kind != object.HTTPRoute:
		if v := cfg.Versions.Agentgateway; v != "" && !versionBefore(v, 2, 0) {
			return 0 // as kgateway counts
		}
	case pin == "":
		return lint.Warning
	case versionBefore(pin, 1, 5):
		return 0
	}
	return lint.Error
}

// versionBefore reports whether a version such as v1.4.1 is below major.minor.
func versionBefore(version string, major, minor int) bool {
	var x, y int
	if n, _ := fmt.Sscanf(strings.TrimPrefix(version, "v"), "%d.%d", &x, &y); n < 2 {
		return false
	}
	return x < major || x == major && y < minor
}

// splitList returns the parts of a string that other products read as a list:
// separated by commas or white space, each once. No origin, method or header
// name holds either.
func splitList(text string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) }) {
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// listOf turns the parts of a string into a list to be written, or nil where
// the string is not certain to be a list: it is a regular expression, in which
// a comma means something else, or holds nothing.
func listOf(text string) []any {
	if strings.ContainsAny(text, `\()[]{}^|`) {
		return nil
	}
	return anyList(splitList(text))
}

func anyList(parts []string) []any {
	var out []any
	for _, part := range parts {
		out = append(out, part)
	}
	return out
}

// asList returns the fix that makes a list of the string at n, or none.
func asList(o *object.Object, n *source.Node, text string) lint.Option {
	items := listOf(text)
	if items == nil {
		return func(*lint.Finding) {}
	}
	return lint.With(lint.Safe, "write it as a list", source.Set(o.Doc, n.Path(), items))
}

// quoteAll joins texts as a message shows them: "a", "b" and "c".
func quoteAll(texts []string, last string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = fmt.Sprintf("%q", t)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	n := len(quoted) - 1
	return strings.Join(quoted[:n], ", ") + " " + last + " " + quoted[n]
}

// deleteItems returns the edits that remove items of a list, the last first,
// so that the indexes hold.
func deleteItems(o *object.Object, list *source.Node, indexes []int) []source.Edit {
	var edits []source.Edit
	for _, i := range slices.Backward(indexes) {
		edits = append(edits, source.Delete(o.Doc, list.Path().Join(i)))
	}
	return edits
}

// replaceItem returns the edits that put texts in the place of one item of a
// list; with none, the item is removed.
func replaceItem(o *object.Object, list *source.Node, index int, texts []string) []source.Edit {
	if len(texts) == 0 {
		return deleteItems(o, list, []int{index})
	}
	edits := []source.Edit{source.Set(o.Doc, list.Path().Join(index), texts[0])}
	for i, text := range texts[1:] {
		edits = append(edits, source.Insert(o.Doc, list.Path().Join(index+1+i), text, ""))
	}
	return edits
}
