package oracle

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/testdata/oracle/apiserver"
	"github.com/gatefix/gatefix/testdata/oracle/controller"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Judged is a case with what the API server and the controller say of it.
type Judged struct {
	*Case
	Verdicts []*Verdict // of its documents that somebody judges
	Skipped  map[string]int
	Result   controller.Result
}

// Verdict is what the API server and the controller say of a document.
type Verdict struct {
	*Doc
	ID       controller.ID
	World    *apiserver.World
	API      apiserver.Verdict
	Asked    bool // the controller was, too
	directed bool // what a comment says of the outcome holds here
	Statuses []controller.Condition
}

// judge hands the documents of a case to the API server and, what it accepts,
// to the controller, together with the fixtures that the case lacks.
func judge(t *testing.T, worlds *Worlds, c *Case, fixtures []*unstructured.Unstructured) *Judged {
	t.Helper()
	j := &Judged{Case: c, Skipped: map[string]int{}}
	asked := worlds.For(c.cfg)
	var cluster []*unstructured.Unstructured
	for _, d := range c.Docs {
		if d.Skip != "" {
			j.Skipped[d.Skip]++
			continue
		}
		w := worlds.Of(asked, d.GVK.GroupKind())
		if w == nil {
			j.Skipped["no CustomResourceDefinition"]++
			cluster = append(cluster, builtIn(t, d))
			continue
		}
		v := &Verdict{Doc: d, World: w, API: w.Judge(d.JSON), directed: c.directed(d)}
		v.ID = controller.ID{Kind: d.GVK.Kind, Namespace: d.Namespace, Name: d.Name}
		if d.Namespace == "" && w.Namespaced(d.GVK.GroupKind()) {
			v.ID.Namespace = apiserver.DefaultNamespace
		}
		if v.API.Object != nil {
			if w == asked && w != worlds.older {
				v.Asked = controller.Reads(d.GVK.GroupKind())
				cluster = append(cluster, v.API.Object)
			}
		}
		j.Verdicts = append(j.Verdicts, v)
	}
	j.Result = controller.Run(t, complete(cluster, fixtures))
	for _, v := range j.Verdicts {
		v.Statuses = j.Result.Status[v.ID]
	}
	return j
}

// complaints are how the documents fare otherwise than expected.
func (j *Judged) complaints() (odd []string) {
	for _, v := range j.Verdicts {
		if c := v.complaint(); c != "" {
			odd = append(odd, fmt.Sprintf("%s.yaml:%d: %s", j.Name, v.Line, c))
		}
	}
	return odd
}

// builtIn is an object whose kind no world knows, such as a Service.
func builtIn(t *testing.T, d *Doc) *unstructured.Unstructured {
	u := &unstructured.Unstructured{}
	if err := u.UnmarshalJSON(d.JSON); err != nil {
		t.Fatalf("line %d: %v", d.Line, err)
	}
	if u.GetNamespace() == "" && u.GetKind() != "Namespace" {
		u.SetNamespace(apiserver.DefaultNamespace)
	}
	mergeStringData(u)
	labelNamespace(u)
	return withCertificates(u)
}

// mergeStringData does for a Secret what the API server does.
func mergeStringData(u *unstructured.Unstructured) {
	if u.GetKind() != "Secret" {
		return
	}
	written, _, _ := unstructured.NestedStringMap(u.Object, "stringData")
	for key, value := range written {
		_ = unstructured.SetNestedField(u.Object, base64.StdEncoding.EncodeToString([]byte(value)), "data", key)
	}
	delete(u.Object, "stringData")
}

// labelNamespace does for a Namespace what the API server does.
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name
func labelNamespace(u *unstructured.Unstructured) {
	if u.GetKind() == "Namespace" {
		_ = unstructured.SetNestedField(u.Object, u.GetName(), "metadata", "labels", "kubernetes.io/metadata.name")
	}
}

// complete adds the fixtures that are not there.
func complete(cluster, fixtures []*unstructured.Unstructured) []*unstructured.Unstructured {
	for _, f := range fixtures {
		if !slices.ContainsFunc(cluster, func(u *unstructured.Unstructured) bool { return sameObject(u, f) }) {
			cluster = append(cluster, f)
		}
	}
	return cluster
}

func sameObject(a, b *unstructured.Unstructured) bool {
	return a.GroupVersionKind().GroupKind() == b.GroupVersionKind().GroupKind() &&
		a.GetNamespace() == b.GetNamespace() && a.GetName() == b.GetName()
}

// fates are what really became of the document, as a rule would forecast it.
func (v *Verdict) fates() []lint.Fate {
	switch {
	case len(v.API.Errors) > 0:
		return []lint.Fate{lint.Rejected}
	case len(v.API.Pruned) > 0:
		return []lint.Fate{lint.Pruned}
	}
	var out []lint.Fate
	for _, c := range v.Statuses {
		if f := lint.Fate(c.String()); c.Bad() && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return []lint.Fate{lint.Silent}
	}
	return out
}

// expected is what a comment in the document says, or what the rules that
// report it forecast, or that nothing is wrong.
func (v *Verdict) expected() forecast {
	switch {
	case v.directed:
		return *v.Directed
	case len(v.Forecast.fates) > 0:
		return v.Forecast
	}
	return nothingWrong
}

// complaint is how the fate of a document differs from what is expected; empty
// where it does not.
func (v *Verdict) complaint() string {
	if v.expected().holds(v.fates()) {
		return v.unrelated()
	}
	return fmt.Sprintf("%s: %s; forecast: %s%s", v.ID, lint.Outcome(v.fates()), v.expected(), v.details())
}

// unrelated complains of an object that is rejected, or pruned, as forecast and
// also for something that no rule reports: then the example proves nothing.
func (v *Verdict) unrelated() string {
	if len(v.Findings) == 0 {
		return ""
	}
	fields := slices.Clone(v.API.Pruned)
	for _, e := range v.API.Errors {
		fields = append(fields, e.Field)
	}
	for _, field := range fields {
		if !slices.ContainsFunc(v.Places, func(place string) bool { return near(place, field) }) {
			return fmt.Sprintf("%s is refused for %q too; reported are %q%s", v.ID, field, v.Places, v.details())
		}
	}
	return ""
}

var index = regexp.MustCompile(`\[\d+\]`)

// near reports whether a field that the API server names has to do with a place
// that is reported: it is in it, or holds it no more than two names up, as rules
// between fields do. Positions in lists do not count: what an anchor repeats is
// reported once.
func near(place, field string) bool {
	place, field = index.ReplaceAllString(place, ""), index.ReplaceAllString(field, "")
	if field == "" || place == "" || within(field, place) {
		return true
	}
	return within(place, field) && strings.Count(place[len(field):], ".") <= 2
}

// within reports whether a path lies in another one, or is the same.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.')
}

func (v *Verdict) details() string {
	var b strings.Builder
	for _, e := range v.API.Errors {
		fmt.Fprintf(&b, "\n\t%s", e)
	}
	for _, p := range v.API.Pruned {
		fmt.Fprintf(&b, "\n\tpruned: %s", p)
	}
	for _, c := range v.Statuses {
		if c.Bad() {
			fmt.Fprintf(&b, "\n\t%s: %s", c, c.Message)
		}
	}
	return b.String()
}
