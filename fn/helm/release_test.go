package helm

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Each text installs what is listed: chart, release, namespace, fullname, and
// "?" where the manifest does not tell all.
var releases = []struct{ name, text, want string }{
	{"HelmRelease", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: agentgateway, namespace: agentgateway-system}
spec: {chart: {spec: {chart: agentgateway, sourceRef: {kind: HelmRepository, name: r}}}}
`, "agentgateway agentgateway agentgateway-system agentgateway"},
	{"HelmRelease elsewhere is named after the target", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: gw, namespace: flux-system}
spec: {targetNamespace: ai, chart: {spec: {chart: agentgateway}}}
`, "agentgateway ai-gw ai ai-gw-agentgateway"},
	{"HelmRelease with releaseName", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: gw, namespace: flux-system}
spec: {targetNamespace: ai, releaseName: agentgateway, chart: {spec: {chart: agentgateway}}}
`, "agentgateway agentgateway ai agentgateway"},
	{"fullnameOverride, and values from outside", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: gw, namespace: ai}
spec: {chart: {spec: {chart: kgateway}}, values: {fullnameOverride: control}, valuesFrom: [{kind: ConfigMap, name: v}]}
`, "kgateway gw ai control ?"},
	{"nameOverride", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: gw, namespace: ai}
spec: {chart: {spec: {chart: kgateway}}, values: {nameOverride: gw}}
`, "kgateway gw ai gw"},
	{"a chart out of Git is any chart", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: gw, namespace: ai}
spec: {chart: {spec: {chart: ./charts/agentgateway, sourceRef: {kind: GitRepository, name: r}}}}
`, ""},
	{"chartRef to an OCIRepository", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: agentgateway, namespace: ai}
spec: {chartRef: {kind: OCIRepository, name: charts, namespace: flux-system}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: charts, namespace: flux-system}
spec: {url: oci://cr.agentgateway.dev/charts/agentgateway}
`, "agentgateway agentgateway ai agentgateway"},
	{"chartRef to a HelmChart", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: agentgateway, namespace: ai}
spec: {chartRef: {kind: HelmChart, name: chart}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {name: chart, namespace: ai}
spec: {chart: agentgateway}
`, "agentgateway agentgateway ai agentgateway"},
	{"chartRef to what is not in the input", `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: agentgateway, namespace: ai}
spec: {chartRef: {kind: OCIRepository, name: agentgateway}}
`, ""},
	{"Application", `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: agentgateway, namespace: argocd}
spec:
  destination: {server: "https://kubernetes.default.svc", namespace: agentgateway-system}
  source: {repoURL: cr.agentgateway.dev/charts, chart: agentgateway, targetRevision: v1.4.1}
`, "agentgateway agentgateway agentgateway-system agentgateway"},
	{"Application: parameters win over valuesObject, which wins over values", `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app, namespace: argocd}
spec:
  destination: {namespace: a}
  sources:
  - {repoURL: r, chart: agentgateway, helm: {values: "fullnameOverride: text"}}
  - {repoURL: r, chart: agentgateway, helm: {values: "fullnameOverride: text", valuesObject: {fullnameOverride: object}}}
  - {repoURL: r, chart: agentgateway, helm: {releaseName: rel, valuesObject: {fullnameOverride: object}, parameters: [{name: fullnameOverride, value: parameter}]}}
  - {repoURL: git, path: charts/agentgateway}
  - {repoURL: "oci://cr.agentgateway.dev/charts/agentgateway", path: ., helm: {valueFiles: [$values/v.yaml]}}
`, "agentgateway app a text; agentgateway app a object; agentgateway rel a parameter; agentgateway app a app-agentgateway ?"},
	{"Application to another cluster", `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: agentgateway, namespace: argocd}
spec:
  destination: {name: edge, namespace: a}
  source: {repoURL: cr.agentgateway.dev/charts, chart: agentgateway}
`, "agentgateway agentgateway a agentgateway ?"},
	{"ApplicationSet", `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  template:
    metadata: {name: agentgateway}
    spec:
      destination: {namespace: a}
      source: {repoURL: cr.agentgateway.dev/charts, chart: agentgateway}
`, "agentgateway agentgateway a agentgateway"},
	{"helmCharts", `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: a
helmCharts:
- {name: agentgateway, releaseName: agentgateway, namespace: b}
- {name: kgateway, releaseName: gw, valuesInline: {fullnameOverride: control}, valuesFile: v.yaml}
- {name: agentgateway}
`, "agentgateway agentgateway a agentgateway; kgateway gw a control ?; agentgateway  a "},
	{"helmCharts under a prefix", `
kind: Kustomization
namePrefix: pre-
helmCharts: [{name: agentgateway, releaseName: agentgateway, namespace: b}]
`, "agentgateway agentgateway b "},
	{"HelmChartInflationGenerator", `
apiVersion: builtin
kind: HelmChartInflationGenerator
metadata: {name: gen}
name: agentgateway
releaseName: agentgateway
namespace: a
`, "agentgateway agentgateway a agentgateway"},
}

func TestReleases(t *testing.T) {
	for _, tt := range releases {
		t.Run(tt.name, func(t *testing.T) {
			f, err := source.Parse("f.yaml", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			in := inputOf(f)
			got := ""
			for _, k := range Kinds {
				for _, o := range in.set.Of(k) {
					for _, r := range Releases(o, in) {
						got += line(r, got)
					}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// input is the files of a test.
type input struct{ set *object.Set }

func inputOf(files ...*source.File) input { return input{object.NewSet(files, nil)} }

func (in input) Find(k object.Kind, namespace, name string) *object.Object {
	for _, o := range in.set.Of(k) {
		if o.Is(namespace, name) {
			return o
		}
	}
	return nil
}

func (in input) Document(file string) *source.Doc {
	for _, f := range in.set.Files {
		if f.Name == file {
			return f.Docs[0]
		}
	}
	return nil
}

func line(r Release, before string) string {
	s := fmt.Sprintf("%s %s %s %s", r.Chart.Name, r.Name, r.Namespace, r.Fullname)
	if !r.Certain {
		s += " ?"
	}
	if before != "" {
		s = "; " + s
	}
	return s
}
