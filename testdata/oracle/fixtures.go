package oracle

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/testdata/oracle/apiserver"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// fixturesFor reads the objects that stand beside the examples of a rule: the
// files in fixtures/ whose first line, "# for: every", "# for: rule" or
// "# for: rule/case", names them. The API server judges them as it does
// everything.
func fixturesFor(world *apiserver.World, rule, name string) ([]*unstructured.Unstructured, error) {
	base, _, _ := strings.Cut(name, ".")
	files, err := filepath.Glob("fixtures/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []*unstructured.Unstructured
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(string(text), "\n")
		users := strings.Fields(strings.TrimPrefix(first, "# for:"))
		if !slices.ContainsFunc(users, func(u string) bool { return u == "every" || u == rule || u == rule+"/"+base }) {
			continue
		}
		for _, doc := range bytes.Split(text, []byte("\n---\n")) {
			u, err := fixture(world, doc)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			out = append(out, u)
		}
	}
	return out, nil
}

func fixture(world *apiserver.World, doc []byte) (*unstructured.Unstructured, error) {
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(doc, &u.Object); err != nil {
		return nil, err
	}
	if !world.Serves(u.GroupVersionKind().GroupKind()) {
		labelNamespace(u)
		return withCertificates(u), nil
	}
	v := world.Judge(doc)
	if len(v.Errors)+len(v.Pruned) > 0 {
		return nil, fmt.Errorf("%s %s: %v, pruned: %v", u.GetKind(), u.GetName(), v.Errors, v.Pruned)
	}
	return v.Object, nil
}
