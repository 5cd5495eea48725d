package rules

import (
	"slices"
	"strings"
	"time"

	"github.com/gatefix/gatefix/fn/source"
)

// celFields are the fields that hold expressions, by the ends of their paths:
// "[]" is an item of a list, "*" any key. What stands under conditional[].policy
// is what stands without it. They are the same in all releases that have them.
// https://agentgateway.dev/docs/kubernetes/latest/reference/api/
var celFields = []string{
	"authorization.policy.matchExpressions.[]", "networkAuthorization.policy.matchExpressions.[]",
	"transformation.request.add.[].value", "transformation.request.set.[].value", "transformation.request.body", "transformation.request.metadata.*",
	"transformation.response.add.[].value", "transformation.response.set.[].value", "transformation.response.body", "transformation.response.metadata.*",
	"transformations.[].expression", "finalTransformations.[].expression",
	"conditional.[].condition", "conditional.targets.[].when",
	"directResponse.bodyExpression", "directResponse.headers.[].value",
	"delay.duration", "retry.condition", "retry.precondition", "health.unhealthyCondition", "location.expression",
	"extAuth.cache.key.[]", "extAuth.cache.ttl", "extAuth.grpc.requestMetadata.*",
	"extAuth.http.addRequestHeaders.*", "extAuth.http.body", "extAuth.http.path", "extAuth.http.redirect", "extAuth.http.responseMetadata.*",
	"extProc.metadataContext.*.*", "extProc.requestAttributes.*", "extProc.responseAttributes.*",
	"global.descriptors.[].cost", "global.descriptors.[].limitOverride", "global.descriptors.[].entries.[].expression",
	"guardrails.processors.[].remote.metadata.*", "webhook.headers.*",
	"assumeRole.sessionNameExpression", "assumeRole.tags.[].expression",
	"actorToken.source.expression", "subjectToken.source.expression", "oauthTokenExchange.additionalParams.*",
	"accessLog.filter", "accessLog.otlp.filter", "attributes.add.[].expression",
	"tracing.filter", "tracing.clientSampling", "tracing.randomSampling", "tracing.resources.[].expression",
}

// durationFields also take a duration such as 5m.
var durationFields = []string{"delay.duration", "extAuth.cache.ttl"}

// isDuration asks what the controller asks.
func isDuration(text string) bool {
	_, err := time.ParseDuration(text)
	return err == nil
}

// maxWalked is how many values of a spec, its aliases written out, are looked at:
// far more than the API server stores.
const maxWalked = 100_000

// walkCEL visits the scalars in n that are expressions, with their paths.
func walkCEL(n *source.Node, path []string, visit func(*source.Node, []string)) {
	switch {
	case n == nil || n.IsTemplate():
	case n.IsMapping():
		for _, pair := range n.Pairs {
			walkCEL(pair.Value, append(slices.Clip(path), pair.Key.Value), visit)
		}
	case n.IsSequence():
		for _, item := range n.Seq() {
			walkCEL(item, append(slices.Clip(path), "[]"), visit)
		}
	case isCELField(path):
		visit(n, path)
	}
}

func isCELField(path []string) bool { return endsWith(withoutConditions(path), celFields) }

// withoutConditions leaves out conditional[].policy, in which a policy stands as
// it stands without conditions.
func withoutConditions(path []string) []string {
	for i := 0; i+2 < len(path); i++ {
		if path[i] == "conditional" && path[i+1] == "[]" && path[i+2] == "policy" {
			return slices.Concat(path[:i], path[i+3:])
		}
	}
	return path
}

// endsWith reports whether a path ends as one of the patterns says.
func endsWith(path, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		steps := strings.Split(pattern, ".")
		if len(steps) > len(path) {
			return false
		}
		tail := path[len(path)-len(steps):]
		for i, step := range steps {
			if step != tail[i] && (step != "*" || tail[i] == "[]") {
				return false
			}
		}
		return true
	})
}
