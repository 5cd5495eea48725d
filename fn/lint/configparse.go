package lint

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gatefix/gatefix/fn/source"
)

// The configuration document.
const (
	ConfigAPIVersion = "gatefix.dev/v1alpha1"
	ConfigKind       = "Gatefix"
)

// Platforms are the local clusters whose host names Gatefix knows.
var Platforms = []string{"orbstack", "docker-desktop", "kind", "k3d", "minikube", "lima", "podman"}

// ParseConfig reads the configuration document: the typed one, or a ConfigMap
// whose data holds the same keys, flat (nested ones joined by dots). known are
// the names of the rules. Errors are [*source.Error]s with their place.
func ParseConfig(d *source.Doc, known []string) (*Config, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	dec := &decoder{doc: d, cfg: Defaults(), known: known}
	if dups := d.Duplicates(); len(dups) > 0 {
		dec.failf(dups[0].Second, "the key %q stands twice", dups[0].Second.Value)
		return nil, dec.err
	}
	dec.document(d.Root())
	if dec.err != nil {
		return nil, dec.err
	}
	return dec.cfg, nil
}

// decoder fills a Config; it keeps the first error.
type decoder struct {
	doc   *source.Doc
	cfg   *Config
	known []string
	err   error
	text  bool // values are strings of a ConfigMap
}

func (d *decoder) failf(n *source.Node, format string, args ...any) {
	if d.err != nil {
		return
	}
	if n == nil {
		n = d.doc.Root()
	}
	at := source.Position{Line: 1, Column: 1}
	if n != nil {
		at = d.doc.File.Position(d.doc.Span(n).Start)
	}
	d.err = &source.Error{File: d.doc.File.Name, Position: at, Message: "configuration: " + fmt.Sprintf(format, args...)}
}

func (d *decoder) document(root *source.Node) {
	if root == nil || root.IsNull() {
		return
	}
	api, kind := root.Get("apiVersion").Text(), root.Get("kind").Text()
	switch {
	case kind == "ConfigMap" && api == "v1":
		d.mapping(root, "", []field{{"apiVersion", nil}, {"kind", nil}, {"metadata", nil}, {"immutable", nil}, {"data", (*decoder).configMap}})
	case kind == ConfigKind && api == ConfigAPIVersion:
		d.mapping(root, "", []field{{"apiVersion", nil}, {"kind", nil}, {"metadata", nil}, {"spec", (*decoder).spec}})
	case kind == ConfigKind:
		d.failf(root.Get("apiVersion"), "apiVersion %q is not known; write %q", api, ConfigAPIVersion)
	case kind == "":
		d.failf(root, "no kind; write apiVersion: %s and kind: %s, with the settings under spec", ConfigAPIVersion, ConfigKind)
	default:
		d.failf(root.Get("kind"), "kind %q (%s) is not a configuration of gatefix; allowed: %s of %s, or a ConfigMap", kind, api, ConfigKind, ConfigAPIVersion)
	}
}

// field is a key of a mapping and what reads its value; nil: it is not read.
type field struct {
	name string
	read func(*decoder, *source.Node)
}

var specFields = []field{
	{"mode", (*decoder).mode},
	{"failOn", func(d *decoder, n *source.Node) { d.cfg.FailOn = d.threshold(n) }},
	{"unsafeFixes", func(d *decoder, n *source.Node) { d.cfg.UnsafeFixes = d.boolean(n) }},
	{"platform", func(d *decoder, n *source.Node) {
		d.cfg.Platform = d.choice(n, "platform", append([]string{""}, Platforms...)...)
	}},
	{"versions", (*decoder).versions},
	{"gatewayName", (*decoder).gatewayName},
	{"stripLLMPrefix", func(d *decoder, n *source.Node) {
		d.cfg.StripLLMPrefix = d.choice(n, "stripLLMPrefix", "auto", "always", "never")
	}},
	{"crds", (*decoder).crds},
	{"controllers", (*decoder).controllers},
	{"assume", (*decoder).assume},
	{"rules", (*decoder).rules},
	{"ignore", (*decoder).ignores},
	{"limits", (*decoder).limits},
}

func (d *decoder) spec(n *source.Node) {
	what := "spec"
	if d.text {
		what = "" // the keys of a ConfigMap stand under data
	}
	d.mapping(n, what, specFields)
}

// mapping reads a mapping whose keys are known.
func (d *decoder) mapping(n *source.Node, what string, fields []field) {
	if n.IsNull() {
		return
	}
	if !n.IsMapping() {
		d.failf(n, "%s is not a mapping", what)
		return
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	for _, p := range n.Get().Pairs {
		i := slices.Index(names, p.Key.Value)
		if i < 0 {
			d.failf(p.Key, "unknown key %q%s%s; allowed: %s", p.Key.Value, under(what), didYouMean(p.Key.Value, names), strings.Join(names, ", "))
			return
		}
		if fields[i].read != nil && !p.Value.IsNull() {
			fields[i].read(d, p.Value)
		}
	}
}

func under(what string) string {
	if what == "" {
		return ""
	}
	return " under " + what
}

func (d *decoder) str(n *source.Node, what string) string {
	s, ok := n.Str()
	if !ok {
		d.failf(n, "%s is not a string", what)
	}
	return s
}

func (d *decoder) choice(n *source.Node, what string, allowed ...string) string {
	s := d.str(n, what)
	if d.err == nil && !slices.Contains(allowed, s) {
		shown := slices.DeleteFunc(slices.Clone(allowed), func(a string) bool { return a == "" })
		d.failf(n, "%s %q is not known%s; allowed: %s", what, s, didYouMean(s, shown), strings.Join(shown, ", "))
	}
	return s
}

func (d *decoder) boolean(n *source.Node) bool {
	if v, ok := n.Bool(); ok {
		return v
	}
	if d.text && (n.Text() == "true" || n.Text() == "false") {
		return n.Text() == "true"
	}
	d.failf(n, "%q is not true or false", n.Text())
	return false
}

func (d *decoder) threshold(n *source.Node) Severity {
	name := d.choice(n, "failOn", "error", "warning", "info", "none")
	s, _ := ParseSeverity(name)
	return s
}

func (d *decoder) mode(n *source.Node) {
	d.cfg.Mode = CheckMode
	if d.choice(n, "mode", "fix", "check") == "fix" {
		d.cfg.Mode = FixMode
	}
}

func (d *decoder) versions(n *source.Node) {
	d.mapping(n, "versions", []field{
		{"agentgateway", func(d *decoder, n *source.Node) { d.cfg.Versions.Agentgateway = d.version(n) }},
		{"gatewayAPI", func(d *decoder, n *source.Node) { d.cfg.Versions.GatewayAPI = d.version(n) }},
	})
}

func (d *decoder) version(n *source.Node) string {
	s := n.Text()
	parts := strings.Split(strings.TrimPrefix(s, "v"), ".")
	if len(parts) < 2 || strings.Trim(parts[0]+parts[1], "0123456789") != "" {
		d.failf(n, "%q is not a version such as v1.4.1", s)
	}
	return s
}

func (d *decoder) gatewayName(n *source.Node) {
	s := d.str(n, "gatewayName")
	if !isLabel(s) {
		d.failf(n, "gatewayName %q is not a name of at most 63 lower-case letters, digits and hyphens", s)
	}
	d.cfg.GatewayName = s
}

// isLabel reports whether s is a DNS label.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
func isLabel(s string) bool {
	return s != "" && len(s) <= 63 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" &&
		s[0] != '-' && s[len(s)-1] != '-'
}

func (d *decoder) items(n *source.Node, what string) []*source.Node {
	if !n.IsSequence() {
		d.failf(n, "%s is not a list", what)
	}
	return n.Seq()
}

func (d *decoder) crds(n *source.Node) {
	for _, item := range d.items(n, "crds") {
		s := d.str(item, "crds")
		if s == "" {
			d.failf(item, "crds holds an empty path; write a file or a directory")
		}
		d.cfg.CRDs = append(d.cfg.CRDs, s)
	}
}

func (d *decoder) controllers(n *source.Node) {
	for _, item := range d.items(n, "controllers") {
		c := Controller{}
		d.mapping(item, "controllers", []field{
			{"name", func(d *decoder, n *source.Node) { c.Name = d.str(n, "name") }},
			{"namespace", func(d *decoder, n *source.Node) { c.Namespace = d.str(n, "namespace") }},
		})
		if c.Name == "" || c.Namespace == "" {
			d.failf(item, "a controller needs name and namespace")
		}
		d.cfg.Controllers = append(d.cfg.Controllers, c)
	}
}

func (d *decoder) rules(n *source.Node) {
	if !n.IsMapping() {
		d.failf(n, "rules is not a mapping")
		return
	}
	for _, p := range n.Get().Pairs {
		d.rule(p.Key, p.Value)
	}
}

func (d *decoder) rule(key, n *source.Node) {
	names := d.ruleNames()
	if !slices.Contains(names, key.Value) {
		d.failf(key, "there is no rule %q%s", key.Value, didYouMean(key.Value, names))
		return
	}
	rc := RuleConfig{}
	switch {
	case n.IsMapping():
		d.mapping(n, "rules."+key.Value, []field{{"severity", func(d *decoder, n *source.Node) { rc = d.level(n) }}})
	default:
		rc = d.level(n)
	}
	d.cfg.Rules[key.Value] = rc
}

// level reads off or a severity. YAML 1.1 reads an unquoted off as false.
func (d *decoder) level(n *source.Node) RuleConfig {
	if off, ok := n.Bool(); ok && !off {
		return RuleConfig{Off: true}
	}
	s := d.choice(n, "severity", "off", "info", "warning", "error")
	severity, _ := ParseSeverity(s)
	return RuleConfig{Off: s == "off", Severity: severity}
}

func (d *decoder) ruleNames() []string {
	names := slices.Clone(d.known)
	for _, e := range engineRules {
		names = append(names, e.name)
	}
	return names
}

func (d *decoder) ignores(n *source.Node) {
	for _, item := range d.items(n, "ignore") {
		d.ignore(item)
	}
}

func (d *decoder) ignore(item *source.Node) {
	ig := &Ignore{At: placeOf(d.doc, item)}
	into := func(name string, to *string) field {
		return field{name, func(d *decoder, n *source.Node) { *to = d.str(n, name) }}
	}
	d.mapping(item, "ignore", []field{
		into("rule", &ig.Rule), into("kind", &ig.Kind), into("namespace", &ig.Namespace), into("name", &ig.Name),
		into("file", &ig.File), into("reason", &ig.Reason),
		{"until", func(d *decoder, n *source.Node) { ig.Until = d.date(n) }},
	})
	switch names := d.ruleNames(); {
	case ig.Reason == "":
		d.failf(item, "an ignore needs a reason")
	case ig.Rule == "" && ig.Name == "" && ig.File == "":
		d.failf(item, "an ignore needs a rule, a name or a file")
	case ig.Rule != "" && !slices.Contains(names, ig.Rule):
		d.failf(item.Get("rule"), "there is no rule %q%s", ig.Rule, didYouMean(ig.Rule, names))
	}
	d.cfg.Ignore = append(d.cfg.Ignore, ig)
}

// date reads a day. kustomize writes one that stands without quotes as the
// midnight it starts with, for YAML a date is a time.
func (d *decoder) date(n *source.Node) time.Time {
	t, err := time.Parse(time.DateOnly, strings.TrimSuffix(n.Text(), "T00:00:00Z"))
	if err != nil {
		d.failf(n, "until %q is not a date such as 2027-01-31", n.Text())
	}
	return t
}

// configMap reads flat keys: the data of a ConfigMap holds strings only, as
// `kpt fn eval -- mode=check` makes them. A value that is a list or a mapping
// is written as YAML in the string.
func (d *decoder) configMap(data *source.Node) {
	if !data.IsMapping() {
		d.failf(data, "data is not a mapping")
		return
	}
	d.text = true
	for _, p := range data.Get().Pairs {
		if d.err != nil {
			return
		}
		d.flat(p.Key, p.Value)
	}
}

// flat reads one key of a ConfigMap. The value is parsed as YAML of its own,
// so its places are those of the string.
func (d *decoder) flat(key, value *source.Node) {
	s, ok := value.Str()
	if !ok {
		d.failf(value, "the value of %q is not a string; the data of a ConfigMap holds strings only, so quote it", key.Value)
		return
	}
	inner, err := d.cfg.set(key.Value, s, d.known)
	if err != nil {
		d.failf(key, "%v", err)
		return
	}
	for _, ig := range d.cfg.Ignore {
		if ig.At.Doc == inner {
			ig.At = placeOf(d.doc, value)
		}
	}
}

// nest writes a YAML text under a key.
func nest(key, text string) string {
	var b strings.Builder
	b.WriteString(fmt.Sprintf("%q:", key))
	if !strings.Contains(text, "\n") {
		return b.String() + " " + text + "\n"
	}
	b.WriteString("\n")
	for line := range strings.Lines(text) {
		b.WriteString("  " + line)
	}
	return b.String()
}
