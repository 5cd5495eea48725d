package rename

import (
	"regexp"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
)

// texts recognises the names inside longer texts.
type texts struct {
	slashed *regexp.Regexp // namespace/name: groups namespace, name
	account *regexp.Regexp // groups namespace, namespace, name
	dns     *regexp.Regexp // name.namespace[.svc]: groups name, namespace, .svc
	bare    *regexp.Regexp // [scheme://]name[:port][/path], the whole text: before, name, behind

	gateway []*regexp.Regexp // texts that name the Gateway
	service *regexp.Regexp   // texts that name its Service
	work    *regexp.Regexp   // texts that name its Deployment
	named   *regexp.Regexp   // name: X
}

func newTexts(s *scanner) *texts {
	quoted := make([]string, len(s.names))
	for i, name := range s.names {
		quoted[i] = regexp.QuoteMeta(name)
	}
	names, generated := "("+strings.Join(quoted, "|")+")", "("+regexp.QuoteMeta(s.generated)+")"
	compile := regexp.MustCompile
	return &texts{
		slashed: compile(`([a-z0-9][a-z0-9-]*)/` + names),
		account: compile(`(?:\bsystem:serviceaccount:([a-z0-9-]+):|\bns/([a-z0-9-]+)/sa/)` + generated),
		dns:     compile(generated + `\.([a-z0-9][a-z0-9-]*)(\.svc)?`),
		bare:    compile(`^([a-z][a-z0-9+.-]*://|)` + generated + `((?::[0-9]+)?(?:/.*)?)$`),
		gateway: []*regexp.Regexp{
			compile(`(?i)\b(?:gtw|gateways?)(?:\.[a-z0-9.-]+)?[/\s"':=]+` + names),
			compile(regexp.QuoteMeta(gateway.NameLabel) + `\s*[=:]+\s*["']?` + names),
			compile(`--gateway-name[= ]["']?` + names),
		},
		service: compile(`(?i)\b(?:svc|services?)[/ ]+` + generated),
		work:    compile(`(?i)\b(?:deploy|deployments?|daemonsets?)(?:\.apps)?[/ ]+` + generated),
		named:   compile(`\bname:\s*["']?` + names),
	}
}

// whole reports whether the match from start to end is not part of a longer
// name.
func whole(text string, start, end int) bool {
	before, after := start == 0 || !nameByte(text[start-1]), end == len(text) || !nameByte(text[end])
	return before && after
}

func nameByte(b byte) bool {
	return b == '-' || b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// found reports whether the expression matches a whole name.
func found(re *regexp.Regexp, text string) bool {
	for _, m := range re.FindAllStringIndex(text, -1) {
		if whole(text, m[0], m[1]) {
			return true
		}
	}
	return false
}

// replace rewrites the matches of which judge is sure. The verdict is that of
// the surest.
func (t *texts) replace(re *regexp.Regexp, text string, judge func(groups []string) (string, verdict)) (string, verdict) {
	var b strings.Builder
	best, pos := none, 0
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		if re != t.account && joined(text, m[0], m[1]) || m[1] < len(text) && nameByte(text[m[1]]) {
			continue
		}
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = text[m[2*i]:m[2*i+1]]
			}
		}
		value, v := judge(groups)
		best = max(best, v)
		if v >= likely {
			b.WriteString(text[pos:m[0]] + value)
			pos = m[1]
		}
	}
	return b.String() + text[pos:], best
}

// joined reports whether the match is part of a longer name, path or domain:
// registry/namespace/name is an image, and name.namespace.example.com a site.
func joined(text string, start, end int) bool {
	if !whole(text, start, end) || start > 0 && (text[start-1] == '.' || text[start-1] == '/' && !strings.HasSuffix(text[:start], "//")) {
		return true
	}
	svc := strings.HasSuffix(text[start:end], ".svc")
	return !svc && end+1 < len(text) && text[end] == '.' && nameByte(text[end+1])
}

// mentions reports whether a text that is no reference names the Gateway, or
// something generated for it, as people write it.
func (t *texts) mentions(d *document, text string) bool {
	for _, re := range t.gateway {
		if found(re, text) {
			return true
		}
	}
	switch {
	case strings.Contains(text, "kind: Gateway\n") && found(t.named, text):
		return true
	case !d.istio() && t.mentionsHome(d, text):
		return true
	}
	return d.Service != Taken && (found(t.service, text) || t.mentionsHost(d, text)) ||
		d.Workload != Taken && found(t.work, text) ||
		d.Account != Taken && t.mentionsAccount(d, text)
}

// mentionsAccount looks for the ServiceAccount as tokens name it.
func (t *texts) mentionsAccount(d *document, text string) bool {
	_, v := t.replace(t.account, text, func(m []string) (string, verdict) {
		if ns := m[1] + m[2]; ns == d.home.Namespace || d.home.Namespace == "" {
			return "", maybe
		}
		return "", no
	})
	return v == maybe
}

// mentionsHome looks for namespace/name. Where both are one word it is an
// organisation and its repository more often.
func (t *texts) mentionsHome(d *document, text string) bool {
	_, v := t.replace(t.slashed, text, func(m []string) (string, verdict) {
		if m[1] == d.home.Namespace && m[1] != m[2] {
			return "", maybe
		}
		return "", no
	})
	return v == maybe
}

// mentionsHost looks for name.namespace.svc.
func (t *texts) mentionsHost(d *document, text string) bool {
	_, v := t.replace(t.dns, text, func(m []string) (string, verdict) {
		if m[3] != "" && (d.home.Namespace == "" || m[2] == d.home.Namespace) {
			return "", maybe
		}
		return "", no
	})
	return v == maybe
}
