package rules

import (
	"fmt"
	"regexp"
	"slices"
	"sync"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var versionInGroup = &lint.Rule{
	Name:     "version-in-group",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    ourKinds(),
	Outcome:  lint.Outcome{lint.Rejected, lint.Condition("ResolvedRefs", "False", "InvalidKind")},
	Doc: lint.Doc{
		Summary: "a reference whose group holds a version",
		Why: "An object has an apiVersion, `agentgateway.dev/v1alpha1`; a reference has a group, `agentgateway.dev`, and no version. The core group is the " +
			"empty string, and may be left out where Services or Secrets are the default.",
		Repair:    "Write the group alone: `group: agentgateway.dev`. The core group is written `group: \"\"`.",
		FixSafety: "Safe: no group holds a slash, and no group is called v1 or core.",
		Forecast: "The API server rejects a group with a slash: it does not match the pattern of a group. `group: v1` and `group: core` are accepted, and name a group that " +
			"does not exist: the route's status says ResolvedRefs=False (InvalidKind).",
		Links: []string{"https://gateway-api.sigs.k8s.io/reference/spec/#group"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		o.Get("spec").Walk(func(n *source.Node) bool {
			if group := n.Get("group"); group != nil && n.Has("kind") && group.Parent() == n {
				checkGroup(p, o, group, n.Get("kind").Text())
			}
			return true
		})
	},
}

// ourKinds are the kinds of the APIs that Gatefix knows.
func ourKinds() []object.Kind {
	kinds := make([]object.Kind, len(apiKinds))
	for i, k := range apiKinds {
		kinds[i] = k.Kind
	}
	return kinds
}

// apiVersionPattern is a group with a version, the way an apiVersion is written.
var apiVersionPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([a-z0-9.-]*)/v[0-9]+((alpha|beta)[0-9]+)?$`)
})

// coreKinds are kinds of the core group that references mean.
var coreKinds = []string{"Service", "Secret", "ConfigMap", "Namespace", "ServiceAccount"}

func checkGroup(p *lint.Pass, o *object.Object, group *source.Node, kind string) {
	text, ok := lint.Value(group)
	if !ok {
		return
	}
	write, found := "", false
	if m := apiVersionPattern().FindStringSubmatch(text); m != nil {
		write, found = m[1], true
	}
	if (text == "v1" || text == "core" || write == "core") && slices.Contains(coreKinds, kind) {
		write, found = "", true
	}
	if !found {
		return
	}
	p.Report(lint.At(o, group), fmt.Sprintf("group %q is not a group; write %q, a reference has no version", text, write),
		lint.With(lint.Safe, fmt.Sprintf("set group to %q", write), source.Set(o.Doc, group.Path(), write)))
}
