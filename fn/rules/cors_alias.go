package rules

import (
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
)

// corsAliases are the names that other products and frameworks have for the
// fields of a CORS block, in lower case without "_" and "-" (foldKey).
var corsAliases = map[string][]string{
	"allowOrigins": {
		"alloworigins", "alloworigin", // Istio, Contour, Gloo, APISIX, Starlette
		"alloworiginstringmatch",                               // Envoy; its items are objects
		"allowedorigins", "allowedorigin", "origins", "origin", // S3, Spring, rs/cors; Kong, Emissary, Flask, Express
		"accesscontrolalloworigin", "accesscontrolalloworiginlist", // the HTTP header; Traefik
		"corsalloworigin", "corsalloworigins", "corsallowedorigins", // ingress-nginx, django-cors-headers
	},
	"allowMethods": {
		"allowmethods", "allowmethod", "allowedmethods", "allowedmethod", "methods", "method",
		"accesscontrolallowmethods", "corsallowmethods", "corsallowedmethods",
	},
	"allowHeaders": {
		"allowheaders", "allowheader", "allowedheaders", "allowedheader", "headers",
		"accesscontrolallowheaders", "corsallowheaders", "corsallowedheaders",
	},
	"exposeHeaders": {
		"exposeheaders", "exposeheader", "exposedheaders", "exposedheader",
		"accesscontrolexposeheaders", "corsexposeheaders", "corsexposedheaders",
	},
	"allowCredentials": {
		"allowcredentials", "allowcredential", "allowscredentials", "credentials", "supportscredentials",
		"accesscontrolallowcredentials", "corsallowcredentials",
	},
	"maxAge": {
		"maxage", "maxageseconds", "maxagesec", "accesscontrolmaxage", "corsmaxage",
	},
}

// corsForeign are keys of other products that no field stands for, and what to
// do instead.
var corsForeign = map[string]string{
	"unmatchedpreflights":               "what becomes of preflights from other origins cannot be chosen; remove it",
	"forwardnotmatchingpreflights":      "what becomes of preflights from other origins cannot be chosen; remove it",
	"preflightcontinue":                 "preflights of allowed origins are answered by the gateway, never by the backend; remove it",
	"optionssuccessstatus":              "the status of a preflight answer is fixed; remove it",
	"optionspassthrough":                "preflights of allowed origins are answered by the gateway, never by the backend; remove it",
	"allowprivatenetwork":               "Private Network Access has no equivalent; remove it",
	"allowprivatenetworkaccess":         "Private Network Access has no equivalent; remove it",
	"addvaryheader":                     "the Vary header is not for configuration; remove it",
	"varyheader":                        "the Vary header is not for configuration; remove it",
	"timingalloworigins":                "Timing-Allow-Origin has no equivalent; set it with a response header filter",
	"filterenabled":                     "a CORS block cannot be switched on for a share of the requests; remove it",
	"shadowenabled":                     "a CORS block cannot be tried out in the shadow; remove it",
	"enabled":                           "a CORS block is on where it stands; remove the key, or the whole block",
	"enable":                            "a CORS block is on where it stands; remove the key, or the whole block",
	"enablecors":                        "a CORS block is on where it stands; remove the key, or the whole block",
	"disable":                           "only a TrafficPolicy of kgateway can switch CORS off; remove the whole block instead",
	"disabled":                          "a CORS block is on where it stands; remove the key, or the whole block",
	"alloworiginregex":                  originRegexHint,
	"alloworiginsregex":                 originRegexHint,
	"alloworiginsbyregex":               originRegexHint,
	"alloworiginpatterns":               originRegexHint,
	"allowedoriginregex":                originRegexHint,
	"allowedoriginregexes":              originRegexHint,
	"allowedoriginpatterns":             originRegexHint,
	"accesscontrolalloworiginlistregex": originRegexHint,
}

const originRegexHint = `origins cannot be regular expressions; list them under allowOrigins, with "https://*.example.com" for every host below a domain`

// corsMeaning is what an unknown key of a CORS block is taken to mean.
type corsMeaning struct {
	field  string // of the block; "" where no field stands for it
	safety lint.Safety
	hint   string // what to do where no field stands for it
}

// meaningOf finds out what an unknown key means: a name of another product, a
// slip of the keyboard, a resemblance, or nothing.
func meaningOf(key string) corsMeaning {
	word := foldKey(key)
	for _, field := range corsFields {
		if slices.Contains(corsAliases[field], word) {
			return corsMeaning{field: field, safety: lint.Safe}
		}
	}
	if hint := corsForeign[word]; hint != "" {
		return corsMeaning{hint: hint}
	}
	if field := slipOf(word); field != "" {
		return corsMeaning{field: field, safety: lint.Safe}
	}
	if field := lint.Nearest(key, corsFields); field != "" {
		return corsMeaning{field: field, safety: lint.Suggestion}
	}
	return corsMeaning{}
}

// slipOf returns the one field that has a name so near to the word that it can
// only be a slip: one letter too many, missing, wrong or swapped with its
// neighbour. A word as near to a key that no field stands for is no slip.
func slipOf(word string) string {
	if len(word) < 6 {
		return ""
	}
	for name := range corsForeign {
		if lint.Distance(word, name) < 2 {
			return ""
		}
	}
	found := ""
	for _, field := range corsFields {
		near := slices.ContainsFunc(corsAliases[field], func(name string) bool { return lint.Distance(word, name) < 2 })
		if near && found != "" {
			return ""
		} else if near {
			found = field
		}
	}
	return found
}
