package rules

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var secretWithoutAuthorizationKey = &lint.Rule{
	Name:     "secret-without-authorization-key",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    backendAuthKinds,
	Reads:    []object.Kind{object.Secret},
	Outcome: lint.Outcome{
		lint.Condition("Accepted", "False", "TranslationError"), lint.Condition("Accepted", "True", "PartiallyValid"),
	},
	Doc: lint.Doc{
		Summary: "a Secret for a backend that lacks the key that is read",
		Why: "`auth.secretRef` reads one key of the Secret, `Authorization`, whatever the Secret is called; since agentgateway 1.4 `secretRef.key` may name another. " +
			"Secrets made by hand have `api-key`, `token` or the name of the environment variable.",
		Repair:    "Name the key `Authorization` in the Secret, or, from agentgateway 1.4 on, write `secretRef.key`.",
		FixSafety: "Unsafe: something else may read the Secret under the old name. It is offered where the Secret of the input has one key.",
		Forecast: "Accepted by the API server. The status of a backend says Accepted=False (TranslationError), and the backend is left out of what the proxy gets; " +
			"that of a policy says Accepted=True (PartiallyValid), and the proxy gets it without the key.",
		Links: []string{"https://agentgateway.dev/docs/kubernetes/latest/llm/api-keys/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, auth := range backendAuths(o) {
			if ref := auth.Get("secretRef"); ref.IsMapping() && !ref.IsTemplate() {
				checkSecretKey(p, o, ref)
			}
		}
	},
}

func checkSecretKey(p *lint.Pass, o *object.Object, ref *source.Node) {
	r := gateway.Refer(o, ref, object.Secret)
	if r.Kind != object.Secret || lint.HasPlaceholder(r.Name) {
		return
	}
	secret := modelOf(p).Find(object.Secret, r.Namespace, r.Name)
	if secret == nil || p.Patched(secret) {
		return
	}
	want := "Authorization"
	if key := ref.Get("key"); key != nil {
		written, ok := lint.Value(key)
		if !ok {
			return
		}
		want = written
	}
	have, ok := secretKeys(secret)
	if !ok || len(have) == 0 || contains(have, want) {
		return
	}
	options := []lint.Option{lint.See(lint.AtName(secret), "%s has %s", secret, quoted(texts(have)))}
	if len(have) == 1 {
		options = append(options, lint.With(lint.Unsafe, fmt.Sprintf("rename the key of %s to %s", secret, want), source.Rename(secret.Doc, have[0].path, want)))
	}
	p.Report(refPlace(r, "name"), fmt.Sprintf("Secret %q has no key %q; it has %s; %s", r.Name, want, strings.Join(texts(have), ", "), secretForecast(o)), options...)
}

func secretForecast(o *object.Object) string {
	if o.Kind == object.AgentgatewayPolicy {
		return "its status will say Accepted=True (PartiallyValid), and the key is not sent"
	}
	return "its status will say Accepted=False (TranslationError), and the backend is dropped"
}

// secretKey is a key of a Secret and where it stands.
type secretKey struct {
	name string
	path source.Path
}

// secretKeys returns the keys of a Secret; ok is false where something fills
// them in later.
func secretKeys(secret *object.Object) (keys []secretKey, ok bool) {
	for _, field := range []string{"data", "stringData"} {
		data := secret.Get(field)
		if data == nil || data.IsNull() {
			continue
		}
		if !data.IsMapping() || data.IsTemplate() {
			return nil, false
		}
		for _, pair := range data.Pairs {
			if lint.Opaque(pair.Key) || pair.Key.Value == "<<" {
				return nil, false
			}
			keys = append(keys, secretKey{pair.Key.Value, source.P(field, pair.Key.Value)})
		}
	}
	return keys, true
}

func contains(keys []secretKey, name string) bool {
	for _, k := range keys {
		if k.name == name {
			return true
		}
	}
	return false
}

func texts(keys []secretKey) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return out
}
