package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// chartKinds are the kinds that name charts.
var chartKinds = slices.Concat(helm.Kinds, helm.Sources)

var chartRegistry = &lint.Rule{
	Name:     "chart-registry",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    chartKinds,
	Reads:    slices.Concat(helm.Reads, []object.Kind{helm.HelmRelease}),
	Outcome:  lint.Outcome{lint.Outside},
	Doc: lint.Doc{
		Summary: "a chart of agentgateway that is fetched from the registry of kgateway, or the reverse",
		Why: "The two projects publish their charts in registries of their own: `agentgateway-crds` and `agentgateway` at `oci://cr.agentgateway.dev/charts`, " +
			"`kgateway-crds` and `kgateway` at `oci://cr.kgateway.dev/kgateway-dev/charts`. The addresses are easily mixed up, since agentgateway began as a part of kgateway.\n\n" +
			"Read are HelmRelease with HelmRepository, OCIRepository and HelmChart of Flux, Application and ApplicationSet of Argo CD, the helmCharts of kustomize, and HelmChart of k3s. " +
			"Only the two official hosts are judged, each holding a chart of the other project: mirrors, private registries and addresses with placeholders never are.",
		Repair: "Write the registry of the chart's own project. Gatefix exchanges host and path and keeps the rest as it is written. Where a HelmRepository of the input has the " +
			"right address, the chart is pointed at that one; else the address of the HelmRepository is changed, if no chart of the other project uses it.\n\n" +
			"Nothing is changed where the pinned version belongs to the other project: then the name of the chart may be the mistake.",
		FixSafety: "Safe: the chart is named and has one home. Unsafe where the HelmRepository is named after the other project, since releases outside the input may use it.",
		Forecast: "Accepted by the API server. The chart is not found: Flux sets Ready to False with the reason ChartPullError (HelmChart) or OCIArtifactPullFailed, " +
			"Argo CD shows a ComparisonError, `kustomize build` fails. Nothing is installed, and an installed release is not updated any more.",
		Links: []string{
			"https://github.com/kgateway-dev/kgateway/blob/v2.2.0/docs/guides/agentgateway-migration.md",
			"https://agentgateway.dev/docs/kubernetes/latest/install/helm/",
		},
	},
	Check: checkChartRegistry,
}

func checkChartRegistry(p *lint.Pass, o *object.Object) {
	for _, c := range helm.Charts(o, p) {
		has, home := c.Address.Registry(), c.Home()
		if has == nil || home == nil || has == home || isOpaque(c.At, c.Address.Node) {
			continue
		}
		reportRegistry(p, &c, has, home)
	}
}

// isOpaque reports whether one of the values is for something else to fill in.
func isOpaque(nodes ...*source.Node) bool {
	return slices.ContainsFunc(nodes, func(n *source.Node) bool { return lint.Opaque(n) })
}

func reportRegistry(p *lint.Pass, c *helm.Chart, has, home *helm.Registry) {
	a := c.Address
	at := lint.At(a.Object, a.Node)
	message := fmt.Sprintf("chart %q is not published at %q, the registry of %s; its home is %s", c.Name, a.Node.Text(), has.Project, home)
	var options []lint.Option
	if a.Object != c.Object {
		at = lint.At(c.Object, c.At)
		options = append(options, lint.See(lint.At(a.Object, a.Node), "the address of %s", a.Object))
	}
	for _, r := range chartUsers(p, c) {
		options = append(options, lint.See(lint.At(r.Object, r.At), "used by %s", r.Object))
	}
	if !c.Published() {
		p.Report(at, fmt.Sprintf("%s; but %q is no version of %s: write the name or the version of the chart that is meant, and its registry",
			message, c.Version.Node.Text(), home.Project), options...)
		return
	}
	advice, fix := registryFix(p, c, has, home)
	p.Report(at, message+"; "+advice, append(options, fix)...)
}

// chartUsers returns the releases that take their chart from an object of its
// own.
func chartUsers(p *lint.Pass, c *helm.Chart) []helm.Release {
	if c.Object.Kind != helm.OCIRepository && c.Object.Kind != helm.HelmChart {
		return nil
	}
	var out []helm.Release
	for _, o := range p.Objects(helm.HelmRelease) {
		for _, r := range helm.Releases(o, p) {
			if r.Chart.Object == c.Object {
				out = append(out, r)
			}
		}
	}
	return out
}

// registryFix returns what to write, in words and as a fix.
func registryFix(p *lint.Pass, c *helm.Chart, has, home *helm.Registry) (string, lint.Option) {
	a := c.Address
	to := a.In(home)
	write := lint.With(lint.Safe, fmt.Sprintf("fetch %q from %s", c.Name, home), source.Set(a.Object.Doc, a.Node.Path(), to))
	if a.Object == c.Object {
		return fmt.Sprintf("write %q", to), write
	}
	if repo := repositoryAt(p, c, home); repo != nil {
		title := fmt.Sprintf("fetch %q from the HelmRepository %q", c.Name, repo.Name)
		return fmt.Sprintf("the HelmRepository %q has that address, refer to it", repo.Name), lint.With(lint.Safe, title, referTo(c, repo)...)
	}
	if len(otherCharts(p, c)) > 0 {
		return fmt.Sprintf("charts of %s use %s too: add a HelmRepository with the url %q and refer to it", has.Project, a.Object, to), func(*lint.Finding) {}
	}
	safety := lint.Safe
	if strings.Contains(a.Object.Name, string(has.Project)) {
		safety = lint.Unsafe
	}
	title := fmt.Sprintf("change the url of %s to %q", a.Object, to)
	return fmt.Sprintf("write %q in %s", to, a.Object), lint.With(safety, title, source.Set(a.Object.Doc, a.Node.Path(), to))
}

// otherCharts returns the charts of the input that are rightly fetched from the
// address.
func otherCharts(p *lint.Pass, c *helm.Chart) []helm.Chart {
	var out []helm.Chart
	for _, k := range []object.Kind{helm.HelmRelease, helm.HelmChart} {
		for _, o := range p.Objects(k) {
			for _, other := range helm.Charts(o, p) {
				if other.Address.Object == c.Address.Object && other.Home() != c.Home() {
					out = append(out, other)
				}
			}
		}
	}
	return out
}

// repositoryAt returns a HelmRepository of the input that has the address of a
// registry and that the chart may refer to, or nil. A HelmChart refers within
// its namespace only.
func repositoryAt(p *lint.Pass, c *helm.Chart, home *helm.Registry) *object.Object {
	for _, o := range p.Objects(helm.HelmRepository) {
		a := helm.Address{Object: o, Node: o.Get("spec", "url")}
		if a.In(home) == a.Node.Text() && (o.Namespace == c.Address.Object.Namespace || c.Object.Kind == helm.HelmRelease && o.Namespace != "") {
			return o
		}
	}
	return nil
}

// referTo makes a chart refer to another HelmRepository.
func referTo(c *helm.Chart, repo *object.Object) []source.Edit {
	ref, d := c.At.Parent().Get("sourceRef"), c.Object.Doc
	edits := []source.Edit{source.Set(d, ref.Path().Join("name"), repo.Name)}
	namespace := ref.Get("namespace")
	switch {
	case repo.Namespace == cmp.Or(namespace.Text(), c.Object.Namespace):
	case namespace != nil:
		edits = append(edits, source.Set(d, namespace.Path(), repo.Namespace))
	default:
		edits = append(edits, source.Insert(d, ref.Path().Join("namespace"), repo.Namespace, "name"))
	}
	return edits
}
