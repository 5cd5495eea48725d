package main

import (
	"regexp"
	"slices"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// linksOf returns what a schema demands of fields together, in the words of
// schema.link. TestWords counts what has no word.
func linksOf(s *apiextensions.JSONSchemaProps) []string {
	var out []string
	for _, v := range s.XValidations {
		out = append(out, linksOfRule(v.Rule)...)
		if field := asksFor(v.Rule); field != "" && optional(s, field) {
			out = append(out, "some="+field)
		}
	}
	if isAddress(s) {
		out = append(out, "address")
	}
	if s.XListType != nil && *s.XListType == "map" && len(s.XListMapKeys) == 1 {
		out = slices.DeleteFunc(out, func(w string) bool { return w == "unique="+s.XListMapKeys[0] })
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// first is a rule that begins with the value of a field.
var first = regexp.MustCompile(`^self\.(\w+) == '\w+' \? `)

// asksFor returns the field that a rule looks at before anything else, without
// asking whether it is there. Where it is not, the rule fails, and the API server
// refuses the object.
func asksFor(rule string) string {
	if m := first.FindStringSubmatch(strings.Join(strings.Fields(rule), " ")); m != nil {
		return m[1]
	}
	return ""
}

// optional reports whether a field may be absent when rules are evaluated.
func optional(s *apiextensions.JSONSchemaProps, field string) bool {
	p, ok := s.Properties[field]
	return ok && p.Default == nil && !slices.Contains(s.Required, field)
}

// linksOfRule returns the words for a rule: those of the first form that fits
// and has words, else the facts that break it.
func linksOfRule(rule string) []string {
	rule = strings.Join(strings.Fields(rule), " ")
	for _, f := range linkForms {
		if m := f.re.FindStringSubmatch(rule); m != nil {
			if w := f.word(m); w != "" {
				return strings.Fields(w)
			}
		}
	}
	terms, err := broken(rule)
	if err != nil {
		return nil
	}
	return termWords(terms)
}

// isAddress tells the address of a Gateway by its alternatives: that it is an IP
// address, or of another type.
func isAddress(s *apiextensions.JSONSchemaProps) bool {
	return slices.ContainsFunc(s.OneOf, func(o apiextensions.JSONSchemaProps) bool {
		return slices.ContainsFunc(o.Properties["value"].AnyOf, func(v apiextensions.JSONSchemaProps) bool { return v.Format == "ipv6" })
	})
}

// linkForm is a form that rules are written in, and the word for it; several are
// separated by spaces.
type linkForm struct {
	re   *regexp.Regexp
	word func(m []string) string
}

// The parts of rules.
const (
	has    = `has\(self\.(\w+)\)`
	orHas  = `(has\(self\.\w+\)(?: \|\| has\(self\.\w+\))*)`
	listed = `\[(has\(self\.\w+\)(?:, ?has\(self\.\w+\))*)\]\.filter\(x, ?x ?== ?true\)\.size\(\)`
	quoted = `['"](\w+)['"]`
	among  = `\[((?:'\w+'(?:, ?)?)+)\]`
)

var (
	hasName    = regexp.MustCompile(`has\(self\.(\w+)\)`)
	quotedName = regexp.MustCompile(`'(\w+)'`)
)

// names joins what a pattern finds in a part of a rule.
func names(re *regexp.Regexp, part string) string {
	var out []string
	for _, m := range re.FindAllStringSubmatch(part, -1) {
		out = append(out, m[1])
	}
	return strings.Join(out, "|")
}

func linkRule(pattern string, word func(m []string) string) linkForm {
	return linkForm{regexp.MustCompile(`^` + pattern + `$`), word}
}

var linkForms = slices.Concat(setForms, scalarForms, listForms, specialForms)

// setForms say which fields are set beside each other.
var setForms = []linkForm{
	linkRule(has+` == `+has, func(m []string) string { return "all=" + m[1] + "|" + m[2] }),
	linkRule(listed+` == 1`, func(m []string) string { return "one=" + names(hasName, m[1]) }),
	linkRule(listed+` >= 1`, func(m []string) string { return "some=" + names(hasName, m[1]) }),
	linkRule(listed+` <= 1`, func(m []string) string { return "most=" + names(hasName, m[1]) }),
	linkRule(`has\(self\.conditional\) \|\| `+listed+` == 1`, func(m []string) string { return "one=conditional|" + names(hasName, m[1]) }),
	linkRule(has+` != `+has, func(m []string) string { return "one=" + m[1] + "|" + m[2] }),
	linkRule(orHas, func(m []string) string { return "some=" + names(hasName, m[1]) }),
	linkRule(`!\(`+has+` && `+has+`\)`, func(m []string) string { return "most=" + m[1] + "|" + m[2] }),
	linkRule(has+` \|\| `+has+` \? `+has+` && `+has+` : true`, func(m []string) string {
		if m[1] != m[3] || m[2] != m[4] {
			return ""
		}
		return "all=" + m[1] + "|" + m[2]
	}),
	linkRule(has+` \? `+orHas+` ?: true`, func(m []string) string { return "needs=" + m[1] + ":" + names(hasName, m[2]) }),
	linkRule(`!`+has+` \|\| `+has, func(m []string) string { return "needs=" + m[1] + ":" + m[2] }),
	linkRule(has+` \? true : `+has, func(m []string) string { return "some=" + m[1] + "|" + m[2] }),
	linkRule(has+` \? `+listed+` == 0 ?: true`, func(m []string) string { return "bars=" + m[1] + ":" + names(hasName, m[2]) }),

	// The value of one field goes with another field.
	linkRule(`!\(!`+has+` && self\.(\w+) == `+quoted+`\)`, func(m []string) string { return "when=" + m[2] + ":" + m[3] + ":" + m[1] }),
	linkRule(`!\(`+has+` && self\.(\w+) != `+quoted+`\)`, func(m []string) string { return "only=" + m[2] + ":" + m[3] + ":" + m[1] }),
	linkRule(`self\.(\w+) == `+quoted+` \? `+has+` ?: true`, func(m []string) string { return "when=" + m[1] + ":" + m[2] + ":" + m[3] }),
	linkRule(`self\.(\w+) != `+quoted+` \|\| `+has, func(m []string) string { return "when=" + m[1] + ":" + m[2] + ":" + m[3] }),
	linkRule(has+` \? self\.(\w+) == `+quoted+` ?: true`, func(m []string) string { return "only=" + m[2] + ":" + m[3] + ":" + m[1] }),
	linkRule(has+` == \(has\(self\.(\w+)\) && self\.(\w+) == `+quoted+`\)`, func(m []string) string { return "goes=" + m[2] + ":" + m[4] + ":" + m[1] }),
	linkRule(`self\.(\w+) == `+quoted+` \? `+has+` : !`+has, func(m []string) string { return "goes=" + m[1] + ":" + m[2] + ":" + m[3] }),
	linkRule(`\(size\(self\.group\) == 0 && self\.kind == 'Service'\) \? has\(self\.port\) : true`, func([]string) string { return "service-port" }),
	linkRule(`self\.(\w+) <= self\.(\w+)`, func(m []string) string { return "order=" + m[1] + ":" + m[2] }),
	linkRule(`\(self\.type in \['Exact','PathPrefix'\]\) \? self\.value\.startsWith\('/'\) : true`, func([]string) string { return "path" }),
	linkRule(`!has\(self\.path\) \|\| self\.path\.startsWith\('/'\)`, func([]string) string { return "slash=path" }),

	// Of lists.
	linkRule(`self\.all\((\w+), self\.exists_one\((\w+), (\w+)\.(\w+) == (\w+)\.(\w+)\)\)`, func(m []string) string { return "unique=" + m[4] }),
	linkRule(`self\.all\(l1, !has\(l1\.name\) \|\| self\.exists_one\(l2, has\(l2\.name\) && l1\.name == l2\.name\)\)`, func([]string) string { return "unique=name" }),
	linkRule(`self\.all\(l1, (?:!has\(l1\.port\) \|\| )?self\.exists_one\(l2, (?:has\(l2\.port\) && )?l1\.port == l2\.port && l1\.protocol == l2\.protocol && .*hostname.*`, func([]string) string { return "unique=port|protocol|hostname" }),
	linkRule(`self\.filter\(f, f\.type == '(\w+)'\)\.size\(\) <= 1`, func(m []string) string { return "single=type:" + m[1] }),
	linkRule(`!\(self\.exists\(f, f\.type == '(\w+)'\) && self\.exists\(f, f\.type == '(\w+)'\)\)`, func(m []string) string { return "apart=type:" + m[1] + ":" + m[2] }),
	linkRule(`!\('\*' in self && self\.size\(\) > 1\)`, func([]string) string { return "star-alone" }),
	linkRule(`self\.all\(l1, !self\.exists\(l2, l1\.(\w+) != l2\.(\w+)\)\)`, func(m []string) string { return "same=" + m[1] }),
	linkRule(`self\.all\(l, l\.(\w+) in `+among+` \? !has\(l\.(\w+)\) : true\)`, func(m []string) string {
		return "bar-item=" + m[1] + ":" + names(quotedName, m[2]) + ":" + m[3]
	}),
	linkRule(`self\.all\(l, l\.(\w+) in `+among+` \? \(!has\(l\.(\w+)\) \|\| l\.\w+ == ''\) : true\)`, func(m []string) string {
		return "bar-item=" + m[1] + ":" + names(quotedName, m[2]) + ":" + m[3]
	}),
	linkRule(`\(has\(self\.backendRefs\) && size\(self\.backendRefs\) > 0\) \? \(!has\(self\.filters\) \|\| self\.filters\.all\(f, !has\(f\.requestRedirect\)\)\): true`,
		func([]string) string { return "redirect-alone" }),
	linkRule(`self\.all\(l, \(l\.protocol == 'HTTPS' && has\(l\.tls\)\) \? .*`, func([]string) string { return "https-terminates" }),
	linkRule(`self\.all\(l, \(l\.protocol == 'TLS' \? has\(l\.tls\) .*`, func([]string) string { return "tls-needs-mode" }),
	linkRule(has+` && has\(self\.(\w+)\.(\w+)\) \? `+has+` : true`, func(m []string) string { return "inner=" + m[1] + ":" + m[3] + ":" + m[4] }),
	linkRule(`!`+has+` \|\| !`+has, func(m []string) string { return "most=" + m[1] + "|" + m[2] }),
	linkRule(`self\.all\(r, (\(r\.kind .*)\)`, func(m []string) string { return kindsIn(m[1]) }),
	linkRule(`self\.mode == 'Terminate' \? size\(self\.certificateRefs\) > 0 \|\| size\(self\.options\) > 0 : true`, func([]string) string { return "certificate" }),
	linkRule(has+` && `+has+` \? self\.(\w+)\.all\(t, t\.kind in `+among+`\) : true`, func(m []string) string {
		return "targets=" + m[1] + ":" + m[3] + ":" + names(quotedName, m[4])
	}),
	linkRule(has+` && `+has+` \? self\.(\w+)\.all\(t, t\.kind == '(\w+)'\) : true`, func(m []string) string { return "targets=" + m[1] + ":" + m[3] + ":" + m[4] }),
}

var kindsOfGroup = regexp.MustCompile(`\(r\.kind (?:== '(\w+)'|in \[([^]]*)\]) && r\.group == '([\w.-]*)'\)`)

// kindsIn lists the kinds that a rule allows a reference to have, as
// kind.group. A rule that says more than that has no word.
func kindsIn(rule string) string {
	var out []string
	found := kindsOfGroup.FindAllStringSubmatch(rule, -1)
	if len(found) != strings.Count(rule, "r.kind") {
		return ""
	}
	for _, m := range found {
		kinds := strings.Split(m[1]+names(quotedName, m[2]), "|")
		for _, k := range kinds {
			out = append(out, strings.TrimSuffix(k+"."+m[3], "."))
		}
	}
	return "kinds=" + strings.Join(out, "|")
}
