package rules

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/gatefix/gatefix/fn/lint"
)

// What somebody wrote where an expression belongs may be a key: no finding may
// repeat it, and no fix may hold it.
func TestInvalidCELKeepsSecrets(t *testing.T) {
	const policy = `apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: a}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: gw}]
  traffic:
    authorization: {policy: {matchExpressions: ['EXPRESSION']}}
    extAuth: {http: {addRequestHeaders: {x-api-key: 'EXPRESSION'}}}
    transformation: {request: {set: [{name: NAME, value: 'EXPRESSION'}]}}
`
	for _, c := range []struct{ header, expression string }{
		{"Authorization", "hunter"},
		{"x-token", "hunter two"},
		{"x-plain", "Bearer hunter"},
		{"x-plain", "sk-hunter"},
		{"x-plain", "hunter1and2"},
		{"x-plain", `request.path == "hunter`},
		{"x-plain", `request.path == "a" "hunter"`},
		{"x-plain", "request.path == hunterhunterhunterhunterhunter"},
		{"x-plain", "a hunter1and2 b"},
	} {
		text := strings.NewReplacer("NAME", c.header, "EXPRESSION", c.expression).Replace(policy)
		cfg := lint.Defaults()
		found := lint.Run(inputOf(t, "a.yaml", text), []*lint.Rule{invalidCEL}, cfg).Findings
		if len(found) < 2 {
			t.Errorf("%q: %d findings", c.expression, len(found))
		}
		for _, f := range found {
			plain := c.header == "x-token" || c.header == "Authorization" // a secret by its header alone
			if plain && strings.Contains(f.StablePath(), "matchExpressions") {
				continue
			}
			if strings.Contains(f.Message, "hunter") || len(f.Fixes) > 0 {
				t.Errorf("%q at %s: %s, %d fixes", c.expression, f.StablePath(), f.Message, len(f.Fixes))
			}
		}
	}
}

// Expressions are looked for exactly where the CustomResourceDefinitions of all
// releases have them: in the fields as long as only an expression may be.
func TestCELFieldsAreThoseOfTheAPI(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no tree of CustomResourceDefinitions")
	}
	expressions, used := 0, map[string]bool{}
	err := filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, kind := range invalidCEL.Kinds {
			if strings.Contains(string(text), "\n    kind: "+kind.Name+"\n") {
				fieldsOf(t, text, func(at []string, field map[string]any) {
					is := field["type"] == "string" && field["maxLength"] == float64(maxCEL)
					if is {
						expressions++
					}
					if is != isCELField(at) {
						t.Errorf("%s %s: expression %v, looked at %v", path, strings.Join(at, "."), is, isCELField(at))
					}
					for _, pattern := range celFields {
						used[pattern] = used[pattern] || endsWith(withoutConditions(at), []string{pattern})
					}
				})
			}
		}
		return nil
	})
	if err != nil || expressions == 0 {
		t.Fatalf("%d expressions, %v", expressions, err)
	}
	for _, pattern := range celFields {
		if !used[pattern] {
			t.Errorf("no release has %s", pattern)
		}
	}
	t.Logf("%d fields hold expressions", expressions)
}

// fieldsOf visits the scalar fields of a CustomResourceDefinition.
func fieldsOf(t *testing.T, text []byte, visit func([]string, map[string]any)) {
	t.Helper()
	var crd struct {
		Spec struct {
			Versions []struct {
				Schema struct{ OpenAPIV3Schema map[string]any }
			}
		}
	}
	if err := yaml.Unmarshal(text, &crd); err != nil {
		t.Fatal(err)
	}
	for _, v := range crd.Spec.Versions {
		properties, _ := v.Schema.OpenAPIV3Schema["properties"].(map[string]any)
		spec, _ := properties["spec"].(map[string]any)
		walkSchema(spec, nil, visit)
	}
}

func walkSchema(field map[string]any, at []string, visit func([]string, map[string]any)) {
	properties, _ := field["properties"].(map[string]any)
	for name, f := range properties {
		walkSchema(f.(map[string]any), append(slices.Clip(at), name), visit)
	}
	if items, ok := field["items"].(map[string]any); ok {
		walkSchema(items, append(slices.Clip(at), "[]"), visit)
	}
	if values, ok := field["additionalProperties"].(map[string]any); ok {
		walkSchema(values, append(slices.Clip(at), "any"), visit)
	}
	if t, _ := field["type"].(string); t != "object" && t != "array" {
		visit(at, field)
	}
}
