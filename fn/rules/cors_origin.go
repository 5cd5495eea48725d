package rules

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// originPattern is what the CRDs demand of an origin since Gateway API 1.5 and
// agentgateway 1.0.
var originPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\*|https?://((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:[0-9]{1,5})?)$`)
})

// olderOriginPattern is what they demanded before; it accepts more.
var olderOriginPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\*|[a-zA-Z][a-zA-Z0-9+\-.]+://[^:/?#]+(:[0-9]{1,5})?)$`)
})

func validOrigin(s string, older bool) bool {
	return originPattern().MatchString(s) || older && olderOriginPattern().MatchString(s)
}

// repairOrigin returns the origin that s certainly means: a browser sends the
// scheme in lower case and nothing behind host and port.
// https://www.rfc-editor.org/rfc/rfc6454#section-6.2
func repairOrigin(s string, older bool) (origin string, ok bool) {
	s = strings.TrimSpace(s)
	if s == "**" { // APISIX
		s = "*"
	}
	if scheme, rest, found := strings.Cut(s, "://"); found {
		s = strings.ToLower(scheme) + "://" + strings.TrimRight(rest, "/")
	}
	return s, validOrigin(s, older)
}

const originAllowed = `allowed: "*", or http:// or https:// with a host and perhaps a port, where "*" may stand for the first labels of the host`

// originProblem says what is wrong with an origin that cannot be repaired, and
// what to write instead.
func originProblem(s string) string {
	if near := regexOrigins(s); len(near) > 0 {
		return "is a regular expression, which origins are not; the nearest to write is " + quoteAll(near, "and")
	}
	scheme, rest, found := strings.Cut(strings.TrimSpace(s), "://")
	if !found {
		return schemelessProblem(s)
	}
	authority, path, _ := strings.Cut(rest, "/")
	host, port, _ := strings.Cut(authority, ":")
	whole := scheme + "://" + authority
	switch {
	case path != "" && validOrigin(whole, false):
		return fmt.Sprintf("has a path, and an origin has none; write %q", whole)
	case strings.Contains(port, "*"):
		return "has a wildcard for the port, which has to be a number; list each port you need"
	case strings.Contains(strings.TrimPrefix(host, "*."), "*"):
		return `has a wildcard in the middle; "*" may stand only for the first labels of a host, as in "https://*.example.com"`
	}
	return "is not an origin; " + originAllowed
}

func schemelessProblem(s string) string {
	if s == "null" {
		return `is what files and sandboxed frames send; it cannot be listed, and "*" covers it`
	}
	host := strings.TrimRight(strings.TrimPrefix(s, "//"), "/")
	both := []string{"http://" + host, "https://" + host}
	if validOrigin(both[1], false) {
		return "has no scheme; write " + quoteAll(both, "or")
	}
	return "is not an origin; " + originAllowed
}

// originRegex matches the regular expressions people write for origins:
// scheme, perhaps labels that vary, literal labels, and a port.
var originRegex = sync.OnceValue(func() *regexp.Regexp {
	const (
		any   = `(?:\.[*+]|\[[^\]]*\][*+]|\\w[*+])(?:\\?\.)`
		group = `\((?:\?:)?` + any + `\)`
		port  = `(:[0-9]{1,5}|\(:[^()]*\)\??)?`
	)
	return regexp.MustCompile(`^\^?(https?|https\?|http\[s\]\?|http\(s\)\?|\((?:\?:)?https?\|https?\)|\.[*+]):\\?/\\?/` +
		`(` + any + `|` + group + `[?*]?)?((?:[A-Za-z0-9-]|\\?\.)+)` + port + `\$?$`)
})

// hostRegex matches expressions that leave the scheme to the wildcard.
var hostRegex = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\^?\.[*+]\\\.((?:[A-Za-z0-9-]|\\?\.)+)\$?$`)
})

// regexOrigins returns the origins that come nearest to a regular expression,
// or nil where it is too far from any, or is none.
func regexOrigins(expr string) []string {
	if !strings.ContainsAny(expr, `\^$()[]?+`) && !strings.Contains(expr, ".*") {
		return nil
	}
	if m := hostRegex().FindStringSubmatch(expr); m != nil {
		return originsOf([]string{"http", "https"}, []string{"*." + unescape(m[1])})
	}
	m := originRegex().FindStringSubmatch(expr)
	if m == nil {
		return nil
	}
	schemes := []string{"http", "https"}
	if m[1] == "http" || m[1] == "https" {
		schemes = []string{m[1]}
	}
	host := unescape(m[3])
	if strings.HasPrefix(m[4], ":") {
		host += m[4]
	}
	hosts := []string{host}
	switch {
	case strings.HasSuffix(m[2], ")?") || strings.HasSuffix(m[2], ")*"):
		hosts = []string{host, "*." + host}
	case m[2] != "":
		hosts = []string{"*." + host}
	}
	return originsOf(schemes, hosts)
}

func unescape(literal string) string { return strings.ReplaceAll(literal, `\`, "") }

// originsOf returns every scheme with every host, or nil where one of them is
// no origin.
func originsOf(schemes, hosts []string) []string {
	var out []string
	for _, host := range hosts {
		for _, scheme := range schemes {
			origin := scheme + "://" + host
			if !validOrigin(origin, false) {
				return nil
			}
			out = append(out, origin)
		}
	}
	return out
}
