package kgateway

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kgateway-dev/kgateway/v2/test/testutils"
	apiserverschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// What the examples say of kgateway comes true.
func TestExamples(t *testing.T) {
	schemas := definitions(t)
	all, err := examples(schemas)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no example speaks of kgateway")
	}
	for _, e := range all {
		t.Run(e.Name, func(t *testing.T) {
			for _, complaint := range e.complaints(judge(t, e, schemas)) {
				t.Error(complaint)
			}
		})
	}
}

// complaints are how objects fare otherwise than the example says.
func (e *Example) complaints(got Statuses) (odd []string) {
	for id, want := range e.Says {
		have, ok := got[id]
		switch {
		case !ok:
			have = []string{"no status"}
		case len(have) == 0:
			have = []string{"nothing"}
		}
		if !slices.Equal(have, want) {
			odd = append(odd, id.String()+": "+strings.Join(have, ", ")+"; the example says "+strings.Join(want, ", "))
		}
	}
	slices.Sort(odd)
	return odd
}

func judge(t *testing.T, e *Example, schemas map[schema.GroupVersionKind]*apiserverschema.Structural) Statuses {
	t.Helper()
	file := filepath.Join(t.TempDir(), "input.yaml")
	if err := os.WriteFile(file, []byte(e.Manifest), 0o600); err != nil {
		t.Fatal(err)
	}
	quiet()
	out := Statuses{}
	agentgateway(t, e.Proxy, out)
	envoy(t, file, schemas, out)
	return out
}

// definitions are the CustomResourceDefinitions of a cluster with kgateway
// v2.2.0.
func definitions(t *testing.T) map[schema.GroupVersionKind]*apiserverschema.Structural {
	t.Helper()
	kgateway, gatewayAPI := folder(t, "github.com/kgateway-dev/kgateway/v2"), folder(t, "sigs.k8s.io/gateway-api")
	out := map[schema.GroupVersionKind]*apiserverschema.Structural{}
	for _, dir := range []string{
		filepath.Join(kgateway, testutils.CRDPath), filepath.Join(kgateway, testutils.AgwCRDPath),
		definitionsOnly(t, filepath.Join(gatewayAPI, "config", "crd", "experimental")),
	} {
		some, err := testutils.GetStructuralSchemas(dir)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(out, some)
	}
	return out
}

// definitionsOnly is a folder without what kustomize reads beside them.
func definitionsOnly(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "gateway.networking.*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal(dir, files, err)
	}
	out := t.TempDir()
	for _, file := range files {
		if err := os.Symlink(file, filepath.Join(out, filepath.Base(file))); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func folder(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-json", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	var m struct{ Dir string }
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m.Dir
}

// An example that says something else than what happens is found out, whichever
// controller it speaks of.
func TestWrongExamples(t *testing.T) {
	id, silent := ID{"HTTPRoute", "a", "r"}, ID{"HTTPRoute", "a", "s"}
	got := Statuses{id: {"Accepted=False (NoMatchingParent)"}, silent: nil}
	for _, c := range []struct {
		says map[ID][]string
		want []string
	}{
		{map[ID][]string{id: {"Accepted=False (NoMatchingParent)"}, silent: {"nothing"}}, nil},
		{map[ID][]string{id: {"nothing"}}, []string{"HTTPRoute a/r: Accepted=False (NoMatchingParent); the example says nothing"}},
		{map[ID][]string{silent: {"no status"}}, []string{"HTTPRoute a/s: nothing; the example says no status"}},
		{map[ID][]string{{"HTTPRoute", "b", "r"}: {"nothing"}}, []string{"HTTPRoute b/r: no status; the example says nothing"}},
	} {
		if diff := cmp.Diff(c.want, (&Example{Says: c.says}).complaints(got)); diff != "" {
			t.Error(diff)
		}
	}
}
