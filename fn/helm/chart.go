package helm

import (
	"fmt"
	"path"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Chart is a chart as a manifest fetches it.
type Chart struct {
	Object *object.Object // that names it
	At     *source.Node   // where
	Name   string         // its own name, such as agentgateway
	// Address is where it is fetched from; Node is nil where the input does not
	// tell.
	Address Address
	Version Version
}

// Address is the address of a registry, or of a chart in it.
type Address struct {
	Object *object.Object
	Node   *source.Node
	Whole  bool // the name of the chart is its last part
}

// split returns the scheme with its slashes, if there is one, the host, and
// the rest without slashes around it.
func split(address string) (scheme, host, rest string) {
	if i := strings.Index(address, "://"); i >= 0 {
		scheme, address = address[:i+3], address[i+3:]
	}
	host, rest, _ = strings.Cut(address, "/")
	return scheme, strings.ToLower(host), strings.Trim(rest, "/")
}

// Registry returns the official registry that the address leads to, or nil.
func (a Address) Registry() *Registry {
	_, host, _ := split(a.Node.Text())
	for i := range Registries {
		if Registries[i].Host == host {
			return &Registries[i]
		}
	}
	return nil
}

// Official reports whether the address is one that the projects publish at. A
// mirror may hold other versions, and a chart of its own under the same name.
func (a Address) Official() bool {
	_, host, rest := split(a.Node.Text())
	for _, s := range stores {
		if strings.HasPrefix(host+"/"+rest, s) {
			return true
		}
	}
	return a.Registry() != nil
}

// In returns the address in another registry, written as it is written here.
func (a Address) In(r *Registry) string {
	text := a.Node.Text()
	scheme, _, rest := split(text)
	out := scheme + r.Host + "/" + r.Path
	if a.Whole {
		out += "/" + path.Base(rest)
	}
	if strings.HasSuffix(text, "/") {
		out += "/"
	}
	return out
}

// String returns the registry as Helm takes it.
func (r *Registry) String() string { return "oci://" + r.Host + "/" + r.Path }

// Project returns who publishes the chart; "" for any other chart.
func (c *Chart) Project() Project { return charts[c.Name].project }

// CRDs returns the name of the chart that holds the CRDs of this one, or "".
func (c *Chart) CRDs() string { return charts[c.Name].crds }

// Home returns the registry of the chart's project, or nil.
func (c *Chart) Home() *Registry {
	for i := range Registries {
		if Registries[i].Project == c.Project() {
			return &Registries[i]
		}
	}
	return nil
}

// Within reports whether every version that the manifest lets be installed lies
// in a constraint. Where it pins none, the newest version known is judged.
func (c *Chart) Within(constraint string) bool {
	v := c.Version
	switch {
	case v.Unknown:
		return false
	case v.Node.Text() != "":
		return parseRange(v.Node.Text()).within(constraint)
	}
	return parseRange(charts[c.Name].newest).within(constraint)
}

// Published reports whether the manifest may mean a version that was published
// under the chart's name, as far as that is known.
func (c *Chart) Published() bool {
	line, err := semver.NewConstraint(charts[c.Name].versions)
	if err != nil || c.Version.Unknown || c.Version.Node.Text() == "" {
		return true
	}
	return parseRange(c.Version.Node.Text()).meets(versions{any: line})
}

// String names the chart and what pins its version.
func (c *Chart) String() string {
	if text := c.Version.Node.Text(); text != "" {
		return fmt.Sprintf("chart %q of version %q", c.Name, text)
	}
	return fmt.Sprintf("chart %q", c.Name)
}

// chartName is the last part of a chart's address: agentgateway of
// oci://registry.example/charts/agentgateway:v1.4.1.
func chartName(address string) string {
	name, _, _ := strings.Cut(path.Base(address), ":")
	return name
}
