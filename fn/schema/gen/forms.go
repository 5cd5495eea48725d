package main

import (
	"regexp"
	"slices"
	"strings"
)

func fixed(word string) func([]string) string { return func([]string) string { return word } }

// scalarForms are about the text or number of one field.
var scalarForms = []linkForm{
	linkRule(`matches\(self, '\^\(\[0-9\]\{1,5\}\(h\|m\|s\|ms\)\)\{1,4\}\$'\)`, fixed("time")),
	linkRule(`duration\(self\) >= duration\('(\w+)'\)`, func(m []string) string { return "at-least=" + m[1] }),
	linkRule(`!\(duration\(self\) < duration\('(\w+)'\) \|\| duration\(self\) > duration\('(\w+)'\)\)`, func(m []string) string { return "at-least=" + m[1] + " at-most=" + m[2] }),
	linkRule(`!\(duration\(self\) == duration\('0s'\) \|\| duration\(self\) > duration\('(\w+)'\)\)`, func(m []string) string { return "at-least=1ms at-most=" + m[1] }),
	linkRule(`!self\.startsWith\(':'\) \|\| self in \[':authority', ':method', ':path', ':scheme', ':status'\]`, fixed("pseudo-header")),
	linkRule(`!self\.contains\('\*'\) \|\| \(self\.indexOf\('\*'\) == .*`, fixed("star-at-end")),
	linkRule(`!self\.endsWith\('([\w.]+)'\)`, func(m []string) string { return "not-under=" + m[1] }),
	// As written this refuses every name: what validate returns is never null. The word says what it means.
	linkRule(`size\(self\) == 0 \|\| format\.dns1123Label\(\)\.validate\(self\) == null`, fixed("label")),
	linkRule(`\(self >= (\d+) && self <= (\d+)\) \|\| self\.size\(\) > 0`, func(m []string) string { return "between=" + m[1] + ":" + m[2] }),
	linkRule(`!quantity\(string\(self\)\)\.isGreaterThan\(quantity\('(\d+)'\)\)`, func(m []string) string { return "quantity=:" + m[1] }),
	linkRule(`!quantity\(string\(self\)\)\.isLessThan\(quantity\('(\d+)'\)\)`, func(m []string) string { return "quantity=" + m[1] + ":" }),
	linkRule(`\(type\(self\) == int && int\(self\) > 0 && int\(self\) < 4294967296\) \|\| .*`, fixed("quantity=1:4294967295")),
	linkRule(`\(type\(self\) == int && int\(self\) >= (\d+) && int\(self\) <= (\d+)\) \|\| .*`, func(m []string) string { return "quantity=" + m[1] + ":" + m[2] }),
	linkRule(`\(self\.matches\('.*'\) && double\(self\) > 0\.0\)`, fixed("positive")),
}

// listForms are about the items of a list, or the keys of a mapping.
var listForms = []linkForm{
	linkRule(`self\.all\(p1, self\.exists_one\(p2, (.*)\)\)`, func(m []string) string { return "unique=" + itemNames(m[1]) }),
	linkRule(`self\.all\(p1, self\.all\(p2, (.*?) \? (.*): true\)\)`, mixed),
	linkRule(`self\.all\(a1, a1\.type == '(\w+)' && has\(a1\.value\) \? .*`, func(m []string) string { return "unique-when=type:" + m[1] + ":value" }),
	linkRule(`self\.filter\(e, !has\(e\.(\w+)\)\)\.size\(\) <= 1 && .*`, func(m []string) string { return "last=" + m[1] }),
	linkRule(`\(self\.size\(\) > 0 \? .*\.matches\.size\(\).* <= (\d+)`, func(m []string) string { return "total=matches:" + m[1] }),
	linkRule(`self\.all\(h, !isIP\(h\)\)`, fixed("no-ip")),
	linkRule(`self\.all\(k, !k\.contains\('\*'\) \|\| \(k\.indexOf\('\*'\) == .*`, fixed("stars-at-end")),
	linkRule(`self\.all\(key, key\.matches\(.*`, fixed("qualified-keys")),
	linkRule(`self\.all\(key, key\.split\("/"\)\[0\]\.size\(\) < 253\)`, fixed("qualified-keys")),
}

var itemName = regexp.MustCompile(`\bp1\.(\w+)`)

// itemNames lists the fields of an item that a rule compares.
func itemNames(rule string) string {
	var out []string
	for _, m := range itemName.FindAllStringSubmatch(rule, -1) {
		name := strings.Trim(m[1], "_")
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, "|")
}

// mixed reads that of items that are alike in some fields, all have another
// field or none has it.
func mixed(m []string) string {
	var out []string
	for f := range strings.SplitSeq(itemNames(m[2]), "|") {
		out = append(out, "mixed="+itemNames(m[1])+":"+f)
	}
	return strings.Join(out, " ")
}

// specialForms are about one place of an API.
var specialForms = []linkForm{
	linkRule(`\(!has\(self\.group\) \|\| size\(self\.group\) == 0\) \? \(!has\(self\.kind\) \|\| size\(self\.kind\) == 0 \|\| self\.kind == 'Secret'\) : \(has\(self\.kind\) && size\(self\.kind\) > 0\)`, fixed("secret-ref")),
	linkRule(`\(has\(self\.filters\) && self\.filters\.exists_one\(f, has\(f\.(\w+)\) && .*'ReplacePrefixMatch'.*`, func(m []string) string { return "prefix-alone=filters:" + m[1] }),
	linkRule(`\(has\(self\.backendRefs\) && self\.backendRefs\.exists_one\(b, .*has\(f\.(\w+)\) && .*'ReplacePrefixMatch'.*`, func(m []string) string { return "prefix-alone=backendRefs:" + m[1] }),
	linkRule(`!\(has\(self\.request\) && has\(self\.backendRequest\) && duration\(self\.request\) != duration\('0s'\) && .*`, fixed("within=backendRequest:request")),
	linkRule(has+` \? duration\(self\.(\w+)\) >= duration\(self\.(\w+)\) : true`, func(m []string) string { return "no-longer=" + m[3] + ":" + m[2] }),
	linkRule(`has\(self\.retry\) && has\(self\.timeouts\) \? .*`, fixed("shorter=retry.perTryTimeout:timeouts.request")),
	linkRule(`\(!has\(self\.type\) \|\| self\.type == 'Exact'\) && has\(self\.(method|service)\) \? .*`, func(m []string) string { return "grpc-" + m[1] }),
	linkRule(`\(self\.type in \['Exact','PathPrefix'\]\) \? (?:!self\.value\.(?:contains|endsWith)|self\.value\.matches)\(.*\) : true`, fixed("path")),
	linkRule(`!has\(self\.baseURL\) \|\| (?:!self\.baseURL\.matches|\(isURL)\(.*`, fixed("base-url")),
	linkRule(`!has\(self\.virtualModel\) \|\| .* \|\| !self\.match\.model\.contains\('\*'\)`, fixed("no-star=virtualModel:match.model")),
	linkRule(`self\.type in \['Exact','PathPrefix'\] \|\| self\.type == 'RegularExpression'`, fixed("path")),
	linkRule(`!has\(self\.backendRef\) \|\| \(.*'Service'.*self\.backendRef\.group == '([\w.]+)' .*self\.backendRef\.kind == '(\w+)'\)\)`, func(m []string) string { return "ref=backendRef:Service|" + m[2] + "." + m[1] }),
	linkRule(`self\.all\(r, \(r\.group == '' && r\.kind == '(\w+)'\) \|\| \(r\.group == '([\w.]+)' && r\.kind == '(\w+)'\)\)`, func(m []string) string { return "kinds=" + m[1] + "|" + m[3] + "." + m[2] }),
	linkRule(`\(has\(self\.type\) && \(self\.type == 'Generic' && .*`, fixed("goes=type:Generic:generic goes=type:Header:header")),
	linkRule(`!has\(self\.(\w+)\) \|\| self\.\w+\.all\(t, t\.kind != '(\w+)' \|\| !has\(t\.(\w+)\) \|\| \(int\(.*\) <= 65535\)\)`, func(m []string) string {
		return "never=" + m[1] + "[].kind:" + m[2] + "&" + m[1] + "[]." + m[3] + "!~port"
	}),
	linkRule(`self\.all\(r, \(r\.kind == 'Gateway' \|\| r\.kind == 'HTTPRoute' \|\| r\.kind\.endsWith\('ListenerSet'\)\)\)`, fixed("no-item=kind!~routed")),
	linkRule(`has\(self\.conditional\) \? \(!has\(self\.(\w+)\) && !has\(self\.(\w+)\)\) : \[has\(self\.(\w+)\), ?has\(self\.(\w+)\)\]\.filter\(x, ?x ?== ?true\)\.size\(\) == 1`, func(m []string) string {
		if m[1] != m[3] || m[2] != m[4] {
			return ""
		}
		return "one=conditional|" + m[1] + "|" + m[2]
	}),
	linkRule(`self\.type == 'Hostname' \? (?:\(!has\(self\.value\) \|\| )?self\.value\.matches\(.*`, fixed("address")),
}
