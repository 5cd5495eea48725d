package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// exclusiveFields are the fields of a policy of which one target has one. Left
// out are those that add up, such as authorization, and those that are merged
// piece by piece, such as backend.ai.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/crates/agentgateway/src/store/binds.rs#L954
var exclusiveFields = [][]any{
	{"traffic", "transformation"}, {"traffic", "extProc"}, {"traffic", "extAuth"}, {"traffic", "rateLimit", "local"}, {"traffic", "rateLimit", "global"},
	{"traffic", "cors"}, {"traffic", "csrf"}, {"traffic", "headerModifiers", "request"}, {"traffic", "headerModifiers", "response"},
	{"traffic", "hostRewrite"}, {"traffic", "timeouts"}, {"traffic", "retry"}, {"traffic", "jwtAuthentication"}, {"traffic", "basicAuthentication"},
	{"traffic", "apiKeyAuthentication"}, {"traffic", "directResponse"}, {"traffic", "delay"},
	{"frontend", "tcp"}, {"frontend", "tls"}, {"frontend", "http"}, {"frontend", "proxyProtocol"}, {"frontend", "connect"},
	{"frontend", "accessLog"}, {"frontend", "tracing"}, {"frontend", "metrics"},
	{"backend", "tcp"}, {"backend", "tls"}, {"backend", "http"}, {"backend", "tunnel"}, {"backend", "auth"}, {"backend", "health"},
	{"backend", "mcp", "authentication"}, {"backend", "mcp", "guardrails"},
}

var shadowedPolicy = &lint.Rule{
	Name:     "shadowed-policy",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayPolicy},
	Reads:    []object.Kind{object.AgentgatewayPolicy, object.Kustomization},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a policy whose setting another policy makes for the same target",
		Why: "Of two policies that set the same field for the same target only one takes effect; they are not merged. The Gateway API prefers the older one, " +
			"and of the same age the one whose name comes first in the alphabet, which no manifest shows and which changes when a policy is made anew. " +
			"The proxy of agentgateway 1.4 keeps the policies of a target in no order of its own, so that either may win.\n\n" +
			"A policy for a listener or a rule (`sectionName`) beside one for the whole is as it should be, and so are the phases `PreRouting` and `PostRouting`. " +
			"`authorization` adds up. Labels of `targetSelectors` are compared with each other, not with the objects they pick; policies with a `strategy` are left alone.",
		Repair:   "Set the field in one of the policies. Which of the two values is meant is yours to say, so Gatefix changes nothing.",
		Forecast: "Accepted by the API server. The status of both policies says Accepted=True and Attached=True: no condition tells.",
		Links:    []string{"https://gateway-api.sigs.k8s.io/guides/api-design/#conflicts"},
	},
	Check: func(p *lint.Pass, policy *object.Object) {
		m := modelOf(p)
		settings := lint.Memo(p, "settings", func() map[settingKey]*claims { return indexSettings(p, m) })
		seen := map[*source.Node]bool{}
		for _, s := range settingsOf(m, policy) {
			if winner, ok := settings[s.settingKey].winnerOver(p, m, s); ok && !seen[s.node] {
				seen[s.node] = true
				reportShadowed(p, m, s, winner)
			}
		}
	},
}

// setting is one field that a policy sets for one target.
type setting struct {
	settingKey
	policy *object.Object
	rank   gateway.Rank
	target gateway.Target
	node   *source.Node
}

// settingKey is what only one policy of a namespace can have a say on.
type settingKey struct {
	kind          object.Kind
	name, section string // name: or the labels of a selector
	phase, field  string
}

// claims are the settings of one field of one target, in input order.
type claims struct {
	all []setting
	// undated tells that no manifest holds the time at which its policy was made:
	// names alone decide then, and where all stand in one place as well, the same
	// policy wins over every other.
	undated, together bool
	first             setting
}

func indexSettings(p *lint.Pass, m *gateway.Model) map[settingKey]*claims {
	out := map[settingKey]*claims{}
	for _, policy := range p.Objects(object.AgentgatewayPolicy) {
		for _, s := range settingsOf(m, policy) {
			if out[s.settingKey] == nil {
				out[s.settingKey] = &claims{undated: true, together: true, first: s}
			}
			out[s.settingKey].add(p, m, s)
		}
	}
	return out
}

func (c *claims) add(p *lint.Pass, m *gateway.Model, s setting) {
	c.all = append(c.all, s)
	c.undated = c.undated && !s.rank.Dated()
	c.together = c.together && m.Together(s.policy, c.first.policy) && !p.Patched(s.policy)
	if before, _ := s.rank.Precedes(c.first.rank); before {
		c.first = s
	}
}

// settingsOf returns what a policy sets, target by target. Of what is filled in
// later nothing is known.
func settingsOf(m *gateway.Model, policy *object.Object) []setting {
	spec := policy.Get("spec")
	phase := spec.Get("traffic", "phase")
	if spec.Get("strategy") != nil || lint.Opaque(phase) {
		return nil
	}
	var out []setting
	rank := m.Rank(policy)
	for _, t := range gateway.Targets(policy) {
		name, ok := targetName(t)
		if !ok {
			continue
		}
		for _, path := range exclusiveFields {
			n := spec.Get(path...)
			if n == nil || n.IsNull() || lint.Opaque(n) {
				continue
			}
			key := settingKey{kind: t.Kind, name: name, section: t.Section(), field: fieldName(path)}
			if path[0] == "traffic" && phase.Text() != "PostRouting" {
				key.phase = phase.Text()
			}
			out = append(out, setting{key, policy, rank, t, n})
		}
	}
	return out
}

func fieldName(path []any) string {
	var words []string
	for _, s := range path {
		words = append(words, fmt.Sprint(s))
	}
	return strings.Join(words, ".")
}

// targetName is the name of a target, or the labels that a selector asks for;
// false where it is filled in later.
func targetName(t gateway.Target) (string, bool) {
	if lint.Opaque(t.Node) || lint.HasPlaceholder(t.Section()) || lint.HasPlaceholder(t.Name) {
		return "", false
	}
	if !t.Selects {
		return t.Name, t.Name != ""
	}
	labels := t.Labels.Get()
	if !labels.IsMapping() {
		return "", false
	}
	var out []string
	for _, pair := range labels.Pairs {
		if lint.Opaque(pair.Value.Get()) {
			return "", false
		}
		out = append(out, pair.Key.Value+"="+pair.Value.Get().Text())
	}
	slices.Sort(out)
	return "labels " + strings.Join(out, ","), true
}

// winnerOver returns the setting of another policy that the Gateway API prefers
// most to this one.
func (c *claims) winnerOver(p *lint.Pass, m *gateway.Model, s setting) (winner setting, ok bool) {
	rivals := c.all
	if c.undated && c.together {
		rivals = []setting{c.first}
	}
	for _, r := range rivals {
		if first, _ := r.rank.Precedes(s.rank); !first {
			continue
		}
		if r.policy == s.policy || r.policy.Name == s.policy.Name || !m.Together(r.policy, s.policy) || p.Patched(r.policy) || p.Patched(s.policy) {
			continue
		}
		if ok {
			if better, _ := r.rank.Precedes(winner.rank); !better {
				continue
			}
		}
		winner, ok = r, true
	}
	return winner, ok
}

func reportShadowed(p *lint.Pass, m *gateway.Model, s, winner setting) {
	target := called(s.target.Reference)
	if s.target.Selects {
		target = fmt.Sprintf("every %s labelled %s", s.target.Kind.Name, strings.TrimPrefix(s.name, "labels "))
	}
	if s.section != "" {
		target = fmt.Sprintf("section %q of %s", s.section, target)
	}
	who := "the older one, and of the same age the first in the alphabet"
	if _, sure := m.Precedes(winner.policy, s.policy); sure {
		who = "the older one, which is that"
	}
	p.Report(lint.AtKey(s.policy, s.node.Parent(), s.field[strings.LastIndex(s.field, ".")+1:]), fmt.Sprintf(
		"AgentgatewayPolicy %q sets %s for %s too, and only one of the two takes effect (by the Gateway API %s); set it in one policy; "+
			"no condition tells: the status of both will say Attached=True", winner.policy.Name, s.field, target, who),
		lint.See(lint.At(winner.policy, winner.node), "the other %s", s.field))
}
