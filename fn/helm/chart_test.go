package helm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/Masterminds/semver/v3"
	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/source"
)

// The table of facts is well formed: every constraint can be read, every chart
// is known, and the newest version of a chart is one that was published.
func TestFacts(t *testing.T) {
	constraints := []string{BeforeAgentgateway, WithoutAgentgateway}
	for name, c := range charts {
		constraints = append(constraints, c.versions)
		if !(versions{exact: semver.MustParse(c.newest)}).within(c.versions) {
			t.Errorf("%s: the newest version %s is not among %s", name, c.newest, c.versions)
		}
		if c.crds != "" && charts[c.crds].project != c.project {
			t.Errorf("%s: its CRDs are in %q, a chart of another project", name, c.crds)
		}
		if (&Chart{Name: name}).Home() == nil {
			t.Errorf("%s has no registry", name)
		}
	}
	for _, row := range IgnoredValues {
		constraints = append(constraints, row.Versions)
		if charts[row.Chart].project == "" || len(row.Path) == 0 || row.Because == "" || row.Instead == "" {
			t.Errorf("row %v is not complete", row)
		}
	}
	for _, c := range constraints {
		if _, err := semver.NewConstraint(c); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
}

// A set of versions lies within a constraint only as a whole.
func TestWithin(t *testing.T) {
	for _, tt := range []struct {
		versions, constraint string
		want                 bool
	}{
		{"v2.2.0", ">=2.2.0-beta.4", true},
		{"2.2.0-rc.2", ">=2.2.0-beta.4", true},
		{"2.2.0-beta.3", ">=2.2.0-beta.4", false},
		{"2.2.0-main", ">=2.2.0-beta.4", true},
		{"2.1.9", "<2.2.0-0", true},
		{"2.2.0-alpha.1", "<2.2.0-0", false},
		{"2.1.x", "<2.2.0-0", true},
		{"~2.1", "<2.2.0-0", true},
		{">=2.1.0 <2.2.0", "<2.2.0-0", true},
		{"2.x", "<2.2.0-0", false},
		{"2.x", ">=2.2.0-beta.4", false},
		{">=2.3", ">=2.2.0-beta.4", true},
		{"*", ">=2.2.0-beta.4", false},
		{">=2.2.0 || 1.x", ">=2.2.0-beta.4", false},
		{">=77.0.0", ">=2.2.0-beta.4", false}, // not known
		{"latest", ">=0.0.0-0", false},
		{"${VERSION}", ">=0.0.0-0", false},
		{"", ">=0.0.0-0", false},
	} {
		if got := parseRange(tt.versions).within(tt.constraint); got != tt.want {
			t.Errorf("%q within %q: %v", tt.versions, tt.constraint, got)
		}
	}
}

// Two sets meet unless they certainly share no version.
func TestMeets(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"v1.4.1", "1.4.1", true}, {"v1.4.1", "v1.4.0", false}, {"1.4.x", "v1.4.7", true}, {"1.4.x", "v1.3.1", false},
		{"~1.3", "~1.4", false}, {"1.x", "~1.4", true}, {"*", "v1.0.0", true}, {"main", "v1.0.0", true},
		{"1.x", "1.5.0-rc.1", false}, {">=88", "1.x", true},
	} {
		if got := parseRange(tt.a).meets(parseRange(tt.b)); got != tt.want {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
		if got := parseRange(tt.b).meets(parseRange(tt.a)); got != tt.want {
			t.Errorf("%q and %q: %v", tt.b, tt.a, got)
		}
	}
}

// An address moves to another registry in the way it is written.
func TestAddress(t *testing.T) {
	for _, tt := range []struct {
		text     string
		whole    bool
		official bool
		want     string // in the registry of agentgateway
	}{
		{"oci://cr.kgateway.dev/kgateway-dev/charts", false, true, "oci://cr.agentgateway.dev/charts"},
		{"cr.kgateway.dev/kgateway-dev/charts/", false, true, "cr.agentgateway.dev/charts/"},
		{"oci://cr.kgateway.dev/kgateway-dev/charts/agentgateway", true, true, "oci://cr.agentgateway.dev/charts/agentgateway"},
		{"oci://ghcr.io/kgateway-dev/charts", false, true, "oci://cr.agentgateway.dev/charts"},
		{"oci://ghcr.io/someone/charts", false, false, "oci://cr.agentgateway.dev/charts"},
		{"oci://ghcr.io/kgateway-development/charts", false, false, "oci://cr.agentgateway.dev/charts"},
		{"https://charts.example.com/cr.kgateway.dev", false, false, "https://cr.agentgateway.dev/charts"},
	} {
		f, err := source.Parse("f", []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		a := Address{Node: f.Docs[0].Root(), Whole: tt.whole}
		if a.Official() != tt.official || a.In(&Registries[0]) != tt.want {
			t.Errorf("%s: official %v, in the other registry %s", tt.text, a.Official(), a.In(&Registries[0]))
		}
	}
}

// Where a chart comes from and what pins its version, at every place that says so.
func TestCharts(t *testing.T) {
	f, err := source.Parse("dir/f.yaml", []byte(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: r, namespace: flux}
spec: {url: "oci://a.example/charts"}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {name: c, namespace: flux}
spec: {chart: one, version: 1.x, sourceRef: {kind: HelmRepository, name: r}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: o, namespace: flux}
spec: {url: "oci://b.example/charts/two", ref: {tag: v1, semver: ~1.2}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: latest, namespace: flux}
spec: {url: "oci://b.example/charts/three"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: spec, namespace: apps}
spec: {chart: {spec: {chart: four, sourceRef: {kind: HelmRepository, name: r, namespace: flux}}}}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ref, namespace: apps}
spec: {chartRef: {kind: OCIRepository, name: o, namespace: flux}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a, namespace: argocd}
spec: {source: {repoURL: c.example/charts, chart: five, targetRevision: 5.0.0}}
---
kind: Kustomization
helmCharts: [{name: six, repo: "https://d.example", version: 6.0.0}]
helmChartInflationGenerator: [{chartName: seven, chartRepoUrl: "https://d.example", chartVersion: 7.0.0}]
---
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: {name: eight, namespace: kube-system}
spec: {chart: "oci://e.example/charts/eight", version: 8.0.0}
`))
	if err != nil {
		t.Fatal(err)
	}
	in, got := inputOf(f), []string{}
	for _, k := range append(Sources, Kinds...) {
		for _, o := range in.set.Of(k) {
			for _, c := range Charts(o, in) {
				version := c.Version.Node.Text()
				if c.Version.Unknown {
					version = "?"
				}
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Name, c.Address.Node.Text(), version)))
			}
		}
	}
	want := []string{
		"one oci://a.example/charts 1.x", "two oci://b.example/charts/two ~1.2", "three oci://b.example/charts/three ?",
		"four oci://a.example/charts", "five c.example/charts 5.0.0", "eight oci://e.example/charts/eight 8.0.0",
		"six https://d.example 6.0.0", "seven https://d.example 7.0.0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
