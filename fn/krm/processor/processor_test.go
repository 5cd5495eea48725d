package processor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kptdev/krm-functions-sdk/go/fn"
	"go.yaml.in/yaml/v3"

	"github.com/gatefix/gatefix/fn/krm"
)

// list is a ResourceList as an independent reader sees it.
type list struct {
	Items          []any `yaml:"items"`
	FunctionConfig any   `yaml:"functionConfig"`
	Results        []any `yaml:"results"`
}

func decode(t *testing.T, text []byte) list {
	t.Helper()
	var l list
	if err := yaml.Unmarshal(text, &l); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return l
}

// beyond tells the inputs that the SDK itself cannot read.
func beyond(input []byte) bool {
	rl, err := parse(input)
	return err != nil || len(rl.Items) == 0 || yaml.Unmarshal(input, &list{}) != nil // a key stands twice
}

func parse(input []byte) (rl *fn.ResourceList, err error) {
	defer func() {
		if recover() != nil {
			err = os.ErrInvalid
		}
	}()
	if rl, err = fn.ParseResourceList(input); err == nil {
		rl.Sort()
		_, err = rl.ToYAML()
	}
	return rl, err
}

// The processor and the function proper must give the same, on every case that
// the SDK can read.
func TestSameAsTheFunction(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.in")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	compared := 0
	for _, f := range files {
		input, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if beyond(input) || strings.Contains(string(input), "results") || strings.Contains(string(input), "gatefix:ignore") {
			continue // the SDK keeps results that come in, and moves comments
		}
		compared++
		t.Run(strings.TrimSuffix(filepath.Base(f), ".in"), func(t *testing.T) { same(t, input) })
	}
	if compared < 25 {
		t.Errorf("only %d cases were compared", compared)
	}
}

func same(t *testing.T, input []byte) {
	rl, err := parse(input)
	if err != nil {
		t.Fatal(err)
	}
	sorted, err := rl.ToYAML() // as the SDK hands the list to a processor
	if err != nil {
		t.Fatal(err)
	}
	want, exit, _ := krm.Process(sorted, krm.Env{})
	got, err := fn.Run(New(), input)
	if failed := err != nil; failed != (exit != 0) {
		t.Errorf("the function exits with %d, the processor says %v", exit, err)
	}
	a, b := decode(t, want), decode(t, got)
	if diff := cmp.Diff(a.Items, b.Items) + cmp.Diff(a.FunctionConfig, b.FunctionConfig); diff != "" {
		t.Errorf("items (-function +processor):\n%s", diff)
	}
	if diff := cmp.Diff(a.Results, b.Results); diff != "" {
		t.Errorf("results (-function +processor):\n%s", diff)
	}
}

const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
spec:
  rules:
  - filters:
    - type: CORS
      cors: {maxAge: 24h} # a day
`

const service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"

func object(t *testing.T, text string) *fn.KubeObject {
	t.Helper()
	o, err := fn.ParseKubeObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestChain(t *testing.T) {
	svc := object(t, service)
	rl := &fn.ResourceList{Items: fn.KubeObjects{object(t, route), svc}}
	first := fn.ResourceListProcessorFunc(func(rl *fn.ResourceList) (bool, error) {
		rl.Results.Infof("first")
		return true, nil
	})
	ok, err := fn.Chain(first, New()).Process(rl)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if len(rl.Results) != 2 || rl.Results[0].Message != "first" || !strings.HasPrefix(rl.Results[1].Message, "fixed: set maxAge to 86400") {
		t.Errorf("results %v", rl.Results)
	}
	for _, o := range rl.Items {
		switch o.GetKind() {
		case "Service":
			if o != svc {
				t.Error("an object that did not change was replaced")
			}
		case "HTTPRoute":
			if !strings.Contains(o.String(), "{maxAge: 86400} # a day") {
				t.Errorf("not repaired:\n%s", o)
			}
		}
	}
}

// An object that a repair adds is added, and the others stay what they are.
func TestAddedItem(t *testing.T) {
	svc := object(t, strings.Replace(service, "name: web", "name: web\n  namespace: shop", 1))
	r := object(t, "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: r\n  namespace: apps\nspec:\n  parentRefs: [{name: edge}]\n  rules: [{backendRefs: [{name: web, namespace: shop, port: 80}]}]\n")
	rl := &fn.ResourceList{Items: fn.KubeObjects{svc, r}, FunctionConfig: object(t, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {unsafeFixes: 'true'}\n")}
	if ok, err := New().Process(rl); !ok || err != nil || len(rl.Items) != 3 {
		t.Fatalf("%v, %v, %d items, %v", ok, err, len(rl.Items), rl.Results)
	}
	for _, o := range rl.Items {
		switch {
		case o.GetKind() == "Service" && o != svc, o.GetKind() == "HTTPRoute" && o != r:
			t.Errorf("%s was replaced", o.GetKind())
		case o.GetKind() == "ReferenceGrant" && o.GetNamespace() != "shop":
			t.Errorf("%s", o)
		}
	}
}

func TestErrorsMakeItFail(t *testing.T) {
	rl := &fn.ResourceList{Items: fn.KubeObjects{object(t, strings.Replace(route, "24h", "0", 1))}}
	if ok, err := New().Process(rl); ok || err != nil || len(rl.Results) != 1 || rl.Results[0].Severity != fn.Error {
		t.Errorf("%v, %v, %v", ok, err, rl.Results)
	}
}

func TestNoItems(t *testing.T) {
	if ok, err := New().Process(&fn.ResourceList{}); !ok || err != nil {
		t.Error(ok, err)
	}
}

func TestWrongConfiguration(t *testing.T) {
	rl := &fn.ResourceList{Items: fn.KubeObjects{object(t, route)}, FunctionConfig: object(t, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {mode: fxi}\n")}
	ok, err := New().Process(rl)
	if ok || err != nil || len(rl.Results) != 1 || !strings.Contains(rl.Results[0].Message, `"fxi"`) || !strings.Contains(rl.Items[0].String(), "24h") {
		t.Errorf("%v, %v, %v\n%s", ok, err, rl.Results, rl.Items[0])
	}
}

// The SDK reads an alias but panics on it later.
func TestAliasesEndInAnError(t *testing.T) {
	o := object(t, "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: &n web\n  labels: {app: *n}\nspec: {}\n")
	rl := &fn.ResourceList{Items: fn.KubeObjects{o, object(t, service)}}
	if ok, err := New().Process(rl); !ok && err == nil {
		t.Error("it failed without a word")
	}
	if len(rl.Items) != 2 {
		t.Errorf("%d items", len(rl.Items))
	}
}
