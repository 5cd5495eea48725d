package gateway

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// The controller of agentgateway is the judge: its own tests hold manifests and
// the status that it writes. GATEFIX_AGENTGATEWAY names the folder
// controller/pkg/agentgateway/translator/testdata of its source.
func TestAgainstAgentgateway(t *testing.T) {
	dir := os.Getenv("GATEFIX_AGENTGATEWAY")
	if dir == "" {
		t.Skip("GATEFIX_AGENTGATEWAY names no folder of agentgateway's translator tests")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*.yaml"))
	judged := 0
	for _, name := range files {
		if filepath.Base(name) != "_defaults.yaml" {
			judged += judge(t, name)
		}
	}
	t.Logf("%d files, %d parentRefs judged alike", len(files), judged)
	if judged < 40 {
		t.Error("that is hardly any: has the format changed?")
	}
}

// judge compares what the model forecasts for one file with what the controller
// wrote, and returns the number of parentRefs compared.
func judge(t *testing.T, name string) (judged int) {
	t.Helper()
	in, out := golden(t, name)
	m := New(in.Of, Assuming(object.Assume{Complete: true}))
	for _, k := range []object.Kind{object.HTTPRoute, object.GRPCRoute, object.TCPRoute, object.TLSRoute} {
		for _, route := range in.Of(k) {
			judgeGrants(t, name, m, route, out)
			for _, a := range m.Attach(route) {
				if a.Status == Unsure {
					continue // such as a kind of parent that the model leaves alone
				}
				want, listed := acceptedOf(out, a)
				if !listed {
					continue // the test is about something else
				}
				if got := m.Forecast(a).String(); got != want {
					t.Errorf("%s: %s, %s: %s (%s), the controller says %s", name, route, a.Parent.Reference, got, outcome(a), want)
				}
				judged++
			}
		}
	}
	return judged
}

// judgeGrants compares whether a backendRef of a route lacks a grant.
func judgeGrants(t *testing.T, name string, m *Model, route *object.Object, out *source.Node) {
	t.Helper()
	missing := false
	for _, b := range m.BackendRefs(route) {
		missing = missing || m.Grant(b.Reference).Allowed == No
	}
	for _, o := range out.Get("status").Seq() {
		if o.Get("kind").Text() != route.Kind.Name || o.Get("metadata", "name").Text() != route.Name {
			continue
		}
		refused := false
		o.Walk(func(n *source.Node) bool {
			switch n.Get("reason").Text() {
			case "RefNotPermitted":
				refused = true
			case "InvalidKind", "BackendNotFound":
				refused = refused || missing // of several reasons the controller gives one
			}
			return true
		})
		if refused != missing && len(o.Get("status", "parents").Seq()) > 0 {
			t.Errorf("%s: %s: grant missing %v, the controller says %v", name, route, missing, refused)
		}
	}
}

// golden reads the objects of a test, with the defaults of its folder, and the
// document that the controller made.
func golden(t *testing.T, name string) (*object.Set, *source.Node) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	input, output, _ := bytes.Cut(text, []byte("# Output\n"))
	defaults, _ := os.ReadFile(filepath.Join(filepath.Dir(name), "_defaults.yaml"))
	parsed := func(text []byte) *source.File {
		f, err := source.Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	return object.NewSet([]*source.File{parsed(bytes.Join([][]byte{input, defaults}, []byte("\n---\n")))}, nil), parsed(output).Docs[0].Root()
}

// acceptedOf returns the condition Accepted that the controller wrote for a
// parentRef; listed is false where it wrote nothing about the route's status.
func acceptedOf(out *source.Node, a Attachment) (condition string, listed bool) {
	for _, o := range out.Get("status").Seq() {
		meta := o.Get("metadata")
		if o.Get("kind").Text() != a.Route.Kind.Name || meta.Get("name").Text() != a.Route.Name || meta.Get("namespace").Text() != a.Route.Namespace {
			continue
		}
		listed = true
		for _, p := range o.Get("status", "parents").Seq() {
			ref := p.Get("parentRef")
			if ref.Get("name").Text() != a.Parent.Name || ref.Get("kind").Text() != "" && ref.Get("kind").Text() != a.Parent.Kind.Name ||
				ref.Get("namespace").Text() != "" && ref.Get("namespace").Text() != a.Parent.Namespace {
				continue
			}
			for _, c := range p.Get("conditions").Seq() {
				if c.Get("type").Text() == "Accepted" {
					status := Condition{"Accepted", c.Get("status").Text(), c.Get("reason").Text()}.String()
					if strings.Contains("UnsupportedValue IncompatibleFilters PartiallyInvalid", c.Get("reason").Text()) {
						return "Accepted=True (Accepted)", true // what is wrong is not the attachment
					}
					return status, true
				}
			}
		}
	}
	return "no status at all", listed
}
