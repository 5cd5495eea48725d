package schema

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// The words of this file are about the form of one text, that depends on
// another field or is more than a pattern can say.

func noStar(c *checker, m *mapping, l link) {
	s := m.at(names(l.arg1()))
	if v, ok := s.text(); ok && m.sets(l.arg(0)) && strings.Contains(v, "*") {
		c.atSpot(m, s, nil, "%s %q holds \"*\" beside %q%s; allowed: the name of one", l.arg1(), v, l.arg(0), under(c.path))
	}
}

var (
	grpcServiceName = text.NewPattern(`^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$`)
	grpcMethodName  = text.NewPattern(`^[A-Za-z_][A-Za-z_0-9]*$`)
)

// grpcService and grpcMethod judge an exact match of a GRPCRoute.
// https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatch
func grpcService(c *checker, m *mapping, _ link) {
	grpcName(c, m, "service", grpcServiceName, "names joined by dots, such as helloworld.Greeter")
}

func grpcMethod(c *checker, m *mapping, _ link) {
	grpcName(c, m, "method", grpcMethodName, "letters, digits and underscores, such as SayHello")
}

func grpcName(c *checker, m *mapping, field string, form *text.Pattern, allowed string) {
	kind, ok := m.text("type")
	if !ok || kind != "" && kind != "Exact" {
		return
	}
	if v, ok := m.at([]string{field}).text(); ok && !form.MatchString(v) {
		c.against(m, m.written([]string{field}), nil, "%s %q is not the name of a %s%s; allowed: %s, or the type RegularExpression", field, v, field, under(c.path), allowed)
	}
}

// nearHosts are the hosts that a gateway in a cluster reaches only in itself.
var nearHosts = []*text.Pattern{
	text.NewPattern(`(?i)^https?://(localhost|[^/]+\.localhost)(:[0-9]+)?(/|$)`),
	text.NewPattern(`^https?://127(\.[0-9]{1,3}){0,3}(:[0-9]+)?(/|$)`),
	text.NewPattern(`^https?://169\.254\.[0-9]{1,3}\.[0-9]{1,3}(:[0-9]+)?(/|$)`),
	text.NewPattern(`(?i)^https?://\[(::1|fe[89ab][0-9a-f:]*)\](:[0-9]+)?(/|$)`),
}

func baseURL(c *checker, m *mapping, _ link) {
	v, ok := m.at([]string{"baseURL"}).text()
	if !ok {
		return
	}
	key := m.written([]string{"baseURL"})
	u, err := url.ParseRequestURI(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		c.against(m, key, nil, "baseURL %q is not a URL of http or https with a host%s; allowed: a URL such as https://api.example.com/v1", v, under(c.path))
		return
	}
	for _, near := range nearHosts {
		if near.MatchString(v) {
			c.against(m, key, nil, "baseURL %q is a host that only the gateway itself has%s; allowed: a host that others reach", v, under(c.path))
			return
		}
	}
}

var hostnamePattern = text.NewPattern(`^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)

// address judges the address of a Gateway.
// https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspecaddress
func address(c *checker, m *mapping, _ link) {
	kind, ok := m.text("type")
	value, also := m.at([]string{"value"}).text()
	if !ok || !also {
		return
	}
	switch {
	case kind == "IPAddress" && net.ParseIP(value) == nil:
		c.against(m, m.written([]string{"value"}), nil, "value %q is not an IP address%s; allowed: one such as 192.0.2.10 or 2001:db8::10, or the type Hostname", value, under(c.path))
	case kind == "Hostname" && !hostnamePattern.MatchString(value):
		c.against(m, m.written([]string{"value"}), nil, "value %q is not a hostname%s; allowed: one such as gateway.example.com, or the type IPAddress", value, under(c.path))
	}
}

var qualified = text.NewPattern(`^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$`)

// qualifiedKeys judges the keys of labels and annotations.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
func qualifiedKeys(c *checker, m *mapping, _ link) {
	m.eachKey(func(name string) {
		if prefix, _, _ := strings.Cut(name, "/"); !qualified.MatchString(name) || len([]rune(prefix)) >= 253 {
			c.against(m, m.written([]string{name}), nil, "%q is not the key of a label or an annotation%s; allowed: letters, digits, \"-\", \"_\" and \".\", after a domain and \"/\" if you like", name, under(c.path))
		}
	})
}

// starredKeys judges the keys of a mapping that are methods.
func starredKeys(c *checker, m *mapping, _ link) {
	m.eachKey(func(name string) {
		if !endStar(name) {
			c.against(m, m.written([]string{name}), nil, "%q has \"*\" in the middle, or twice%s; allowed: one, at the beginning or the end", name, under(c.path))
		}
	})
}

// eachKey calls judge for the keys that a mapping has.
func (m *mapping) eachKey(judge func(name string)) {
	for i := range m.members {
		member := &m.members[i]
		if known := m.child(member.Name); known != nil && !m.dropped(member, known) && !opaque(member.Key) {
			judge(member.Name)
		}
	}
}

// names are the keys on the way to a field.
func names(path string) []string { return strings.Split(path, ".") }

// arg1 is the only name of the second part.
func (l link) arg1() string { return l.args[1][0] }

// shown is the value of a spot as messages show it.
func (s spot) shown() string {
	if s.node != nil {
		return show(s.node)
	}
	v, _ := s.text()
	return strconv.Quote(v)
}

// atSpot adds a problem with what stands at a path within a mapping.
func (c *checker) atSpot(m *mapping, s spot, related []spot, format string, args ...any) {
	var others []*source.Node
	for _, r := range related {
		if k := r.keyNode(); k != nil {
			others = append(others, k)
		}
	}
	if s.keyNode() == nil {
		c.against(m, "", nil, format, args...)
		return
	}
	c.against(&mapping{node: s.around}, s.key, nil, format, args...)
	c.problems[len(c.problems)-1].Related = others
}
