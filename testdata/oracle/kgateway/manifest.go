package kgateway

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/kgateway-dev/kgateway/v2/test/testutils"
	apiserverschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Example is a file of examples that speaks of kgateway.
type Example struct {
	Name     string // rule/file
	Manifest string // what the cluster holds
	Proxy    string // the same without what agentgateway does not read
	Says     map[ID][]string
	seen     map[ID]bool
}

// repaired reports whether the file is what another is after its fixes. Then
// nothing is wrong any more, whatever the comments say that came along.
func (e *Example) repaired() bool { return strings.Contains(e.Name, ".") }

var directive = regexp.MustCompile(`(?m)^# kgateway: (.*?)\r?$`)

// examples are the files in which a document says what kgateway makes of it.
func examples(schemas map[schema.GroupVersionKind]*apiserverschema.Structural) ([]*Example, error) {
	files, err := filepath.Glob("../../rules/*/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []*Example
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if !directive.Match(text) {
			continue
		}
		e := &Example{Name: filepath.Base(filepath.Dir(file)) + "/" + strings.TrimSuffix(filepath.Base(file), ".yaml"), Says: map[ID][]string{}, seen: map[ID]bool{}}
		for _, doc := range append(split(text), fixtures(e.Name)...) {
			if err := e.add(doc, schemas); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
		out = append(out, e)
	}
	return out, nil
}

func split(text []byte) [][]byte {
	return bytes.Split(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n---\n"))
}

// fixtures are the objects that stand beside an example; see the package above.
func fixtures(example string) (out [][]byte) {
	rule, name, _ := strings.Cut(example, "/")
	name, _, _ = strings.Cut(name, ".")
	files, _ := filepath.Glob("../fixtures/*.yaml")
	for _, file := range files {
		text, _ := os.ReadFile(file)
		first, _, _ := strings.Cut(string(text), "\n")
		users := strings.Fields(strings.TrimPrefix(first, "# for:"))
		if slices.ContainsFunc(users, func(u string) bool { return u == "every" || u == rule || u == rule+"/"+name }) {
			out = append(out, split(text)...)
		}
	}
	return out
}

// served are the versions in which Gateway API v1.4 has the kinds that were
// promoted since.
var served = map[string]string{"TLSRoute": "v1alpha2", "TCPRoute": "v1alpha2", "ReferenceGrant": "v1beta1"}

// add puts a document into the cluster, with the defaults of the API server, and
// reads what it says of itself.
func (e *Example) add(doc []byte, schemas map[schema.GroupVersionKind]*apiserverschema.Structural) error {
	o := map[string]any{}
	if err := yaml.Unmarshal(doc, &o); err != nil {
		return err
	}
	meta, _ := o["metadata"].(map[string]any)
	kind := fmt.Sprint(o["kind"])
	if meta["namespace"] == nil && kind != "GatewayClass" && kind != "Namespace" {
		meta["namespace"] = "default"
	}
	id := ID{kind, fmt.Sprint(meta["namespace"]), fmt.Sprint(meta["name"])}
	if e.seen[id] {
		return nil // a fixture, and the example has it
	}
	e.seen[id] = true
	if kind == "Namespace" { // as the API server does
		labels, _ := meta["labels"].(map[string]any)
		if labels == nil {
			labels = map[string]any{}
		}
		labels["kubernetes.io/metadata.name"] = meta["name"]
		meta["labels"] = labels
	}
	gvk := schema.FromAPIVersionAndKind(fmt.Sprint(o["apiVersion"]), kind)
	if v := served[kind]; v != "" && gvk.Group == "gateway.networking.k8s.io" {
		gvk.Version = v
		o["apiVersion"] = gvk.GroupVersion().String()
	}
	text, err := yaml.Marshal(o)
	if err != nil {
		return err
	}
	if s := schemas[gvk]; s != nil {
		if _, text, err = testutils.ApplyDefaults(text, s); err != nil {
			return err
		}
	}
	if m := directive.FindSubmatch(doc); m != nil {
		e.Says[id] = strings.Split(string(m[1]), ", ")
		if e.repaired() {
			e.Says[id] = []string{"nothing"}
		}
	}
	e.Manifest += "---\n" + string(text)
	if gvk.Group != "gateway.kgateway.dev" {
		e.Proxy += "---\n" + string(text)
	}
	return nil
}
