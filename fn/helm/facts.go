package helm

// What is known of the charts that the projects publish. This file is the only
// place that holds versions and registries; each row names where it was read.

// Project is who publishes a chart.
type Project string

// The projects.
const (
	Agentgateway Project = "agentgateway"
	Kgateway     Project = "kgateway"
)

// Registry is where a project publishes its charts.
type Registry struct {
	Project Project
	Host    string
	Path    string // in front of the chart's name
}

// Registries are those of the documentation.
// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/docs/guides/agentgateway-migration.md#dedicated-helm-charts
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/Makefile#L507-L567
var Registries = []Registry{
	{Agentgateway, "cr.agentgateway.dev", "charts"},
	{Kgateway, "cr.kgateway.dev", "kgateway-dev/charts"},
}

// stores are official addresses besides the registries: older documentation
// names them, and both projects' charts of their time are there.
// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/.github/workflows/release.yaml#L29
var stores = []string{"ghcr.io/kgateway-dev/"}

// published is a chart.
type published struct {
	project Project
	// versions are those that were published, as a constraint; later ones of
	// the same line count as published.
	versions string
	// newest is the newest version that the facts of this file were checked on.
	newest string
	// crds is the chart that holds the CRDs of this one.
	crds string
}

// The agentgateway charts began as 2.2 of kgateway and started anew with 1.0.
// https://github.com/agentgateway/website/blob/main/assets/agw-docs/pages/reference/versions.md
const agentgatewayLine = ">=1.0.0-0 <2.0.0-0 || >=2.2.0-beta.4 <2.3.0-0"

var charts = map[string]published{
	"agentgateway":            {Agentgateway, agentgatewayLine, "1.4.1", "agentgateway-crds"},
	"agentgateway-crds":       {Agentgateway, agentgatewayLine, "1.4.1", ""},
	"agentgateway-standalone": {Agentgateway, ">=1.4.0-0 <2.0.0-0", "1.4.1", ""},
	"kgateway":                {Kgateway, ">=2.0.0-0", "2.3.0", "kgateway-crds"},
	"kgateway-crds":           {Kgateway, ">=2.0.0-0", "2.3.0", ""},
}

// Versions of the kgateway chart by what they know of the group
// agentgateway.dev. Before 2.2 there was none; 2.2.0-beta.4 gave it charts of
// its own; and the chart of 2.2.0 turns the controller for it off.
// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/docs/guides/agentgateway-migration.md
// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/install/helm/kgateway/templates/deployment.yaml#L110
const (
	BeforeAgentgateway  = "<2.2.0-0"
	WithoutAgentgateway = ">=2.2.0-beta.4"
)

// Ignored is a value that the templates of a chart do not read, or read and
// then overrule. No chart of the projects has a values.schema.json, so Helm takes
// any value.
type Ignored struct {
	Chart    string
	Versions string   // a constraint
	Path     []string // of the value; a last step that ends with "*" is a beginning
	Except   []string // last steps that are read all the same
	Because  string   // why it has no effect
	Instead  string   // what to do to get what the author wants
	// Mode tells that the boolean became the word controller.xds.mode.
	Mode bool
}

// separate is what to do in place of turning agentgateway on in kgateway.
const separate = "agentgateway has charts of its own: install agentgateway-crds and agentgateway from oci://cr.agentgateway.dev/charts, and drop this value"

// hardCoded is why a variable of the environment has no effect.
const hardCoded = "the chart writes that variable itself, behind those of extraEnv"

// IgnoredValues is the table.
var IgnoredValues = []Ignored{
	// https://github.com/kgateway-dev/kgateway.dev/issues/570
	// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/install/helm/kgateway/values.yaml
	{Chart: "kgateway", Versions: WithoutAgentgateway, Path: []string{"controller", "enableAgentgateway"},
		Because: "the chart does not read it, and turns agentgateway off", Instead: separate},
	// kgateway 2.1 read this one.
	{Chart: "kgateway", Versions: WithoutAgentgateway, Path: []string{"agentgateway", "enabled"},
		Because: "the chart reads it up to 2.1 only, and turns agentgateway off since", Instead: separate},
	// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/install/helm/kgateway/templates/deployment.yaml#L104-L113
	{Chart: "kgateway", Versions: WithoutAgentgateway, Path: []string{"controller", "extraEnv", "KGW_ENABLE_AGENTGATEWAY"},
		Because: hardCoded, Instead: separate},
	{Chart: "kgateway", Versions: ">=2.2.0-beta.4 <2.3.0-0", Path: []string{"controller", "extraEnv", "KGW_ENABLE_ENVOY"},
		Because: hardCoded, Instead: "drop it"},

	// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/install/helm/agentgateway/values.yaml
	{Chart: "agentgateway", Versions: agentgatewayLine, Path: []string{"controller", "enableAgentgateway"},
		Because: "the chart does not read it", Instead: "drop it: the chart runs agentgateway and nothing else"},
	{Chart: "agentgateway", Versions: agentgatewayLine, Path: []string{"agentgateway", "enabled"},
		Because: "the chart does not read it", Instead: "drop it: the chart runs agentgateway and nothing else"},
	// https://github.com/agentgateway/agentgateway/releases/tag/v1.2.0
	{Chart: "agentgateway", Versions: ">=1.2.0-0 <2.0.0-0", Path: []string{"controller", "xds", "tls", "enabled"},
		Because: "the chart reads it before 1.2 only", Instead: "write controller.xds.mode: tls, plaintext or either", Mode: true},
	// The controller reads its settings from AGW_ variables, and of those that
	// begin with KGW_ only the two of the debouncer.
	// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/api/settings/settings.go#L280
	// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/syncer/krtxds/xds.go#L195-L206
	{Chart: "agentgateway", Versions: ">=1.0.0-0 <2.0.0-0", Path: []string{"controller", "extraEnv", "KGW_*"},
		Except:  []string{"KGW_DEBOUNCE_AFTER", "KGW_DEBOUNCE_MAX"},
		Because: "since 1.0 the controller's variables begin with AGW_", Instead: "drop it, or write the variable that begins with AGW_ where there is one"},
	// https://github.com/kgateway-dev/kgateway/blob/v2.2.0/install/helm/agentgateway/templates/deployment.yaml#L96-L105
	{Chart: "agentgateway", Versions: ">=2.2.0-beta.4 <2.3.0-0", Path: []string{"controller", "extraEnv", "KGW_ENABLE_AGENTGATEWAY"},
		Because: hardCoded, Instead: "drop it"},
	{Chart: "agentgateway", Versions: ">=2.2.0-beta.4 <2.3.0-0", Path: []string{"controller", "extraEnv", "KGW_ENABLE_ENVOY"},
		Because: hardCoded, Instead: "drop it"},
}
