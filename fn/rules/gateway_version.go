package rules

import (
	"fmt"
	"regexp"
	"slices"
	"sync"

	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var gatewayVersion = &lint.Rule{
	Name:     "gateway-version",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    chartKinds,
	Reads:    slices.Concat(helm.Kinds, helm.Reads, agentgatewayKinds, []object.Kind{object.Any}),
	Outcome:  lint.Outcome{lint.Outside, lint.Silent},
	Doc: lint.Doc{
		Summary: "a chart version that does not exist, or does not fit what is installed beside it",
		Why: "Three mistakes that nobody reports before the cluster does, or ever:\n\n" +
			"A pre-release is written with a dot: `v2.2.0-rc.2`. `v2.2.0-rc2` was never published.\n\n" +
			"The kgateway chart serves no objects of the group `agentgateway.dev`: before 2.2 the group did not exist, and since then it has charts of its own. " +
			"Reported where the input holds such objects and the kgateway chart, and nothing in it, nor `controllers:` in the configuration, hints at agentgateway being installed.\n\n" +
			"The CRDs and the controller come in two charts, which belong together in one version. Reported where the input holds one of each, " +
			"in one object, in one file or at all.\n\n" +
			"Charts from mirrors are not judged, and of a range only one that lies on the wrong side as a whole.",
		Repair: "Write the version with a dot; Gatefix does. Install `agentgateway-crds` and `agentgateway` from `oci://cr.agentgateway.dev/charts` beside kgateway, or in its place. " +
			"Give both charts one version.",
		FixSafety: "Safe: the spelling with a dot is the only one that the projects publish.",
		Forecast: "The chart of a misspelled version is not found. Objects that no controller serves stay without any status, or are rejected with `no matches for kind` where their CRDs are missing too. " +
			"Fields that the older CRDs do not know are pruned silently.",
		Links: []string{
			"https://github.com/kgateway-dev/kgateway/blob/v2.2.0/docs/guides/agentgateway-migration.md",
			"https://agentgateway.dev/docs/kubernetes/latest/reference/versions/",
		},
	},
	Check: checkGatewayVersion,
}

func checkGatewayVersion(p *lint.Pass, o *object.Object) {
	for _, c := range helm.Charts(o, p) {
		if c.Project() != "" && c.Address.Official() {
			checkSpelling(p, &c)
		}
	}
	for _, r := range helm.Releases(o, p) {
		if r.Chart.Address.Official() {
			checkServed(p, &r)
			checkSkew(p, &r)
		}
	}
}

// preRelease matches a pre-release without the dot before its number.
var preRelease = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(v?\d+\.\d+\.\d+-(?:alpha|beta|rc))(\d+)$`)
})

func checkSpelling(p *lint.Pass, c *helm.Chart) {
	text, ok := lint.Value(c.Version.Node)
	m := preRelease().FindStringSubmatch(text)
	if !ok || m == nil {
		return
	}
	to := m[1] + "." + m[2]
	p.Report(lint.At(c.Version.Object, c.Version.Node),
		fmt.Sprintf("there is no version %q of chart %q: pre-releases are numbered behind a dot; write %q", text, c.Name, to),
		lint.With(lint.Safe, fmt.Sprintf("write %q", to), source.Set(c.Version.Object.Doc, c.Version.Node.Path(), to)))
}

// checkSkew reports a controller whose CRDs are of another version.
func checkSkew(p *lint.Pass, r *helm.Release) {
	crds := crdsOf(p, r)
	if crds == nil || !crds.Chart.Address.Official() || r.Chart.Version.Meets(crds.Chart.Version) {
		return
	}
	mine, theirs := r.Chart.Version, crds.Chart.Version
	options := []lint.Option{lint.See(lint.At(theirs.Object, theirs.Node), "the version of the CRDs")}
	if _, exact := mine.Exact(); exact {
		text := mine.Node.Text()
		options = append(options, lint.With(lint.Suggestion, fmt.Sprintf("set the version of %q to %q", crds.Chart.Name, text),
			source.Set(theirs.Object.Doc, theirs.Node.Path(), text)))
	}
	p.Report(lint.At(mine.Object, mine.Node), fmt.Sprintf("chart %q is of version %q, its CRDs in chart %q of version %q; install both in one version, the CRDs first",
		r.Chart.Name, mine.Node.Text(), crds.Chart.Name, theirs.Node.Text()), options...)
}

// crdsOf returns the release that brings the CRDs of a controller, where the
// input leaves no doubt: one of each in the object, in the file or at all.
func crdsOf(p *lint.Pass, r *helm.Release) *helm.Release {
	if r.Chart.CRDs() == "" || isOpaque(r.Chart.Version.Node) {
		return nil
	}
	all := installed(p)
	for _, near := range []func(*helm.Release) bool{
		func(o *helm.Release) bool { return o.Object == r.Object },
		func(o *helm.Release) bool { return o.Object.Doc.File == r.Object.Doc.File },
		func(*helm.Release) bool { return true },
	} {
		var crds *helm.Release
		controllers, candidates := 0, 0
		for i := range all {
			switch o := &all[i]; {
			case !near(o):
			case o.Chart.Name == r.Chart.Name:
				controllers++
			case o.Chart.Name == r.Chart.CRDs():
				crds, candidates = o, candidates+1
			}
		}
		if candidates > 0 {
			if candidates > 1 || controllers > 1 {
				return nil
			}
			return crds
		}
	}
	return nil
}

// installed returns every release of the input.
func installed(p *lint.Pass) []helm.Release {
	return lint.Memo(p, "installed", func() []helm.Release {
		var out []helm.Release
		for _, k := range helm.Kinds {
			for _, o := range p.Objects(k) {
				out = append(out, helm.Releases(o, p)...)
			}
		}
		return out
	})
}
