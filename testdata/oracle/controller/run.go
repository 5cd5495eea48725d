// Package controller asks the real controller of agentgateway what it makes of a
// cluster's objects: the conditions that it writes, and the xDS resources that
// it sends to the proxies. It drives the translator as its own golden tests do.
package controller

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/agentgateway/agentgateway/controller/pkg/agentgateway/testutils"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// ID names an object.
type ID struct{ Kind, Namespace, Name string }

func (id ID) String() string {
	if id.Namespace == "" {
		return id.Kind + " " + id.Name
	}
	return id.Kind + " " + id.Namespace + "/" + id.Name
}

// Resource is one xDS resource.
type Resource struct {
	// Name tells it from the others: Gateway, kind of resource and key.
	Name string
	// Of are the objects that it is made from, as its own name fields say.
	Of []ID
	// Gateway is the one whose proxies get it.
	Gateway ID
	// Bytes are the resource as it goes to the proxy, and Text is the same for
	// people.
	Bytes []byte
	Text  string
}

// Result is what the controller makes of a cluster.
type Result struct {
	// Status is the conditions of every object that got a status.
	Status map[ID][]Condition
	// Resources are the xDS resources by name.
	Resources map[string]Resource
}

// reads are the kinds that the translator is handed, with the version it
// watches; the CustomResourceDefinitions convert by changing the version alone.
var reads = map[schema.GroupKind]string{
	{Kind: "Namespace"}: "v1", {Kind: "Service"}: "v1", {Kind: "Secret"}: "v1", {Kind: "ConfigMap"}: "v1",
	{Group: "gateway.networking.k8s.io", Kind: "GatewayClass"}:     "v1",
	{Group: "gateway.networking.k8s.io", Kind: "Gateway"}:          "v1",
	{Group: "gateway.networking.k8s.io", Kind: "ListenerSet"}:      "v1",
	{Group: "gateway.networking.k8s.io", Kind: "HTTPRoute"}:        "v1",
	{Group: "gateway.networking.k8s.io", Kind: "GRPCRoute"}:        "v1",
	{Group: "gateway.networking.k8s.io", Kind: "TCPRoute"}:         "v1",
	{Group: "gateway.networking.k8s.io", Kind: "TLSRoute"}:         "v1",
	{Group: "gateway.networking.k8s.io", Kind: "BackendTLSPolicy"}: "v1",
	{Group: "gateway.networking.k8s.io", Kind: "ReferenceGrant"}:   "v1beta1",
	{Group: "inference.networking.k8s.io", Kind: "InferencePool"}:  "v1",
	{Group: "agentgateway.dev", Kind: "AgentgatewayBackend"}:       "v1alpha1",
	{Group: "agentgateway.dev", Kind: "AgentgatewayModel"}:         "v1alpha1",
	{Group: "agentgateway.dev", Kind: "AgentgatewayPolicy"}:        "v1alpha1",
}

// Reads reports whether the controller looks at objects of the kind.
func Reads(k schema.GroupKind) bool { return reads[k] != "" }

// Writes reports whether the controller gives objects of the kind a status.
func Writes(k schema.GroupKind) bool { return Reads(k) && k.Group != "" && k.Kind != "ReferenceGrant" }

// Run hands the objects that the controller reads to it.
func Run(t *testing.T, objects []*unstructured.Unstructured) Result {
	t.Helper()
	var docs []string
	for _, u := range objects {
		gk := u.GroupVersionKind().GroupKind()
		if !Reads(gk) {
			continue
		}
		u = u.DeepCopy()
		u.SetAPIVersion(schema.GroupVersion{Group: gk.Group, Version: reads[gk]}.String())
		text, err := json.Marshal(u.Object)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, string(text))
	}
	quiet()
	ctx := testutils.BuildMockPolicyContext(t, []any{strings.Join(docs, "\n---\n")})
	// As the chart's value agentgatewayModels.enabled.
	ctx.Collections.Settings.EnableAgentgatewayModels = true
	queue, syncer := testutils.Syncer(t, ctx)
	out := Result{Status: map[ID][]Condition{}, Resources: map[string]Resource{}}
	for _, written := range queue.Dump() {
		if err := out.addStatus(written); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range syncer.Outputs.Resources.List() {
		bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(r.Resource)
		if err != nil {
			t.Fatal(err)
		}
		out.Resources[r.ResourceName()] = Resource{r.ResourceName(), owners(r), gatewayOf(r), bytes, protojson.MarshalOptions{Multiline: true}.Format(r.Resource)}
	}
	return out
}

// Names are the names of the resources, sorted.
func (r Result) Names() []string {
	names := make([]string, 0, len(r.Resources))
	for name := range r.Resources {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (r *Result) addStatus(written any) error {
	text, err := json.Marshal(written)
	if err != nil {
		return err
	}
	var o struct {
		Kind     string
		Metadata struct{ Namespace, Name string }
		Status   any
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return fmt.Errorf("status: %w", err)
	}
	r.Status[ID{o.Kind, o.Metadata.Namespace, o.Metadata.Name}] = conditions(o.Status)
	return nil
}
