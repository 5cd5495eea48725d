package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// policyWith returns a policy with a CORS block, given in lines without their
// indentation.
func policyWith(block string) string {
	return "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayPolicy\nmetadata:\n  name: cors\nspec:\n  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: elsewhere}]\n  traffic:\n    cors:\n" +
		"      " + strings.ReplaceAll(strings.TrimSpace(block), "\n", "\n      ") + "\n"
}

// Blocks as other products write them need several rules, one after the other:
// a name first, then the shape of the value, then its spelling. Together they
// must end in a valid block, and one that stays as it is.
func TestCORSConverges(t *testing.T) {
	for _, c := range []struct{ product, block, want string }{
		{"canonical already", `
allowOrigins: ["https://a.example"]
allowMethods: [GET, POST]
allowCredentials: true
maxAge: 86400`, `
allowOrigins: ["https://a.example"]
allowMethods: [GET, POST]
allowCredentials: true
maxAge: 86400`},
		{"Envoy", `
allow_origin_string_match: # the shop
- exact: https://a.example/
- exact: https://b.example # and its twin
- exact: https://a.example
allow_methods: get,post
allow_headers: "Authorization, Content-Type"
expose_headers: X-Request-Id
allow_credentials: {value: true}
max_age: "86400"`, `
allowOrigins: # the shop
- https://a.example
- https://b.example  # and its twin
allowMethods: [GET, POST]
allowHeaders: ["Authorization", "Content-Type"]
exposeHeaders: [X-Request-Id]
allowCredentials: true
maxAge: 86400`},
		{"Istio", `
allowOrigins:
- exact: "https://a.example"
allowMethods: [GET]
allowCredentials: "false"
maxAge: "24h"`, `
allowOrigins:
- "https://a.example"
allowMethods: [GET]
allowCredentials: false
maxAge: 86400`},
		{"ingress-nginx", `
cors-allow-origin: "https://a.example, https://b.example"
cors-allow-methods: "get, put"
cors-allow-headers: DNT,Keep-Alive,User-Agent
cors-allow-credentials: "true"
cors-max-age: "1728000"`, `
allowOrigins: ["https://a.example", "https://b.example"]
allowMethods: ["GET", "PUT"]
allowHeaders: [DNT, Keep-Alive, User-Agent]
allowCredentials: true
maxAge: 1728000`},
		{"Gloo", `
allowOrigin:
  - https://a.example
maxAge: 1d`, `
allowOrigins:
  - https://a.example
maxAge: 86400`},
		{"APISIX", `
allow_origins: "**"
allow_methods: "*"
allow_credential: false
max_age: 5`, `
allowOrigins: ["*"]
allowMethods: ["*"]
allowCredentials: false
maxAge: 5`},
		{"Emissary, in flow style", `{origins: 'https://a.example,https://b.example', methods: "GET, post, GET", exposed_headers: X-A, max_age: 1h30m}`,
			`{allowOrigins: ['https://a.example', 'https://b.example'], allowMethods: ["GET", "POST"], exposeHeaders: [X-A], maxAge: 5400}`},
		{"one object", `
origin: {type: Exact, value: "*"}
methods:
- "get, POST"
# all of them
- get`, `
allowOrigins: ["*"]
allowMethods:
- "GET"
- "POST"
# all of them`},
	} {
		t.Run(c.product, func(t *testing.T) {
			got, left := fixAll(t, policyWith(c.block))
			if diff := cmp.Diff(policyWith(c.want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range left {
				t.Errorf("left over: %s", f)
			}
			if again, _ := fixAll(t, got); again != got {
				t.Errorf("a second run changes it again:\n%s", again)
			}
		})
	}
}

// fixAll runs every rule in fix mode, unsafe fixes left out.
func fixAll(t *testing.T, text string) (fixed string, left []*lint.Finding) {
	t.Helper()
	cfg := lint.Defaults()
	cfg.Mode = lint.FixMode
	res := lint.Run(inputOf(t, "cors.yaml", text), All, cfg)
	return string(res.Files[0].Bytes()), res.Findings
}

// Suggestions are never applied by a run, but an editor offers them: they must
// be edits that can be made.
func TestCORSSuggestions(t *testing.T) {
	for _, c := range []struct{ name, block, want string }{
		{"two for one", "allowOrigins:\n- regex: 'https?://.*\\.a\\.example'\n# z\n- https://z.example",
			"allowOrigins:\n- http://*.a.example\n- https://*.a.example\n# z\n- https://z.example"},
		{"those that are missing", "allowOrigins: [{suffix: .a.example}, \"http://*.a.example\"]",
			"allowOrigins: [https://*.a.example, \"http://*.a.example\"]"},
		{"none is missing", "allowOrigins: [{prefix: \"https://a.example\"}, \"https://a.example\"]",
			"allowOrigins: [\"https://a.example\"]"},
		{"a single object", "allowOrigins:\n  regex: ^http://(.+\\.)?a\\.example(:\\d+)?$",
			"allowOrigins:\n- http://a.example\n- http://*.a.example"},
		{"a resemblance", "allowOrigins: [\"*\"]\nexportHeaders: X-A",
			"allowOrigins: [\"*\"]\nexposeHeaders: [X-A]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := inputOf(t, "cors.yaml", policyWith(c.block))
			found := lint.Run(in, All, lint.Defaults()).Findings
			if len(found) != 1 || found[0].Fix() == nil || found[0].Fix().Safety != lint.Suggestion {
				t.Fatalf("not one finding with a suggestion: %v", found)
			}
			r := source.Apply(in.Files, [][]source.Edit{found[0].Fix().Edits})
			if r.Rejected[0] != nil {
				t.Fatal(r.Rejected[0])
			}
			if diff := cmp.Diff(policyWith(c.want), string(r.Files[0].Bytes())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What repairs produce must be what the API accepts.
func TestRegexOrigins(t *testing.T) {
	for expr, want := range map[string]string{
		`https?://.*\.example\.com`:                   "http://*.example.com https://*.example.com",
		`^https:\/\/[^.]+\.example\.com$`:             "https://*.example.com",
		`http[s]?://\w+\.example\.com(:[0-9]+)?`:      "http://*.example.com https://*.example.com",
		`(https|http)://(?:[a-z0-9-]+\.)*example.com`: "http://example.com https://example.com http://*.example.com https://*.example.com",
		`.*\.example\.com`:                            "http://*.example.com https://*.example.com",
		`https://example\.com:8443`:                   "https://example.com:8443",
		`http://localhost(:\d+)?`:                     "http://localhost",
		`https://.*example\.com`:                      "", // another domain may end in the same letters
		`https://(a|b)\.example\.com`:                 "",
		`https://app-\d+\.example\.com`:               "",
		`https://app.example.com`:                     "", // no regular expression
		`example`:                                     "",
		``:                                            "",
	} {
		got := regexOrigins(expr)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", expr, got, want)
		}
		for _, origin := range got {
			if !validOrigin(origin, false) {
				t.Errorf("%s: %q is no origin", expr, origin)
			}
		}
	}
}
