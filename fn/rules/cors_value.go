package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var corsValue = &lint.Rule{
	Name:     "cors-value",
	Severity: lint.Error,
	Since:    "0.1",
	Kinds:    corsKinds,
	Outcome:  lint.Outcome{lint.Rejected, lint.Silent},
	Doc: lint.Doc{
		Summary: "CORS value that the API rejects, or that does not do what it seems to",
		Why: "Origins are compared with the `Origin` header, which holds scheme, host and port and nothing else: `https://app.example.com/`, " +
			"`app.example.com` or `http://localhost:*` can never match, and the schema rejects them. Methods are upper case, header names are single " +
			"tokens, lists hold each item once, and `*` stands alone. A list written as one string, as for ingress-nginx, Envoy or APISIX, is rejected too.",
		Repair: "Slashes behind an origin, upper-case schemes, lower-case methods, `\"true\"` in quotes, items that stand twice, several items in one string and " +
			"`allowMethods`, `allowHeaders` or `exposeHeaders` written as a string are repaired. An origin with a path, without a scheme or with a wildcard port, an unknown method, a header name that " +
			"is none, and `*` beside other items are reported with what can be written instead. Two notes (info) speak of blocks that are valid: " +
			"`*` with `allowCredentials: true` lets every site read answers with the user's cookies, because agentgateway returns the caller's own origin " +
			"rather than `*`; and `exposeHeaders: [\"*\"]` with credentials exposes only a header of that very name. A block of agentgateway that " +
			"names no origin is a warning: it allows nobody. Origins of other schemes, and `*` beside other items of `allowHeaders`, were accepted before " +
			"Gateway API 1.5 and agentgateway 1.0, and are by kgateway 2.2: an HTTPRoute gets a warning for them unless `versions` pins the Gateway API. Origins written as objects or as one string are found by `cors-origin-object`.",
		FixSafety: "Safe: what is allowed stays the same, only its spelling changes.",
		Forecast: "The API server rejects the object, for instance `allowMethods[0]: Unsupported value: \"get\"`, `allowOrigins[1]: Duplicate value` or " +
			"`AllowOrigins cannot contain '*' alongside other origins`. What is a warning or a note here is accepted in silence.",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter",
			"https://www.rfc-editor.org/rfc/rfc6454#section-6.2",
			"https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, cors := range corsBlocks(o) {
			c := corsCheck{p, o, cors, corsSince15(p.Config, o)}
			for _, field := range corsLists {
				c.list(field)
			}
			c.credentials()
			if isAgentgateway(o) {
				c.nobody()
				c.withCredentials()
			}
		}
	},
}

// corsCheck looks at the values of one CORS block.
type corsCheck struct {
	p       *lint.Pass
	o       *object.Object
	cors    *source.Node
	since15 lint.Severity // of what only older APIs accept
}

// list looks at one list of strings.
func (c corsCheck) list(field string) {
	list := c.cors.Get(field)
	if text, ok := lint.Value(list); ok && field != "allowOrigins" {
		c.p.Report(lint.At(c.o, list), fmt.Sprintf("%s %q is a string; allowed: a list of strings", field, text), asList(c.o, list, text))
		return
	}
	if !list.IsSequence() {
		return
	}
	list = list.Get()
	for i, item := range list.Items {
		if text, ok := lint.Value(item); ok {
			c.item(field, list, i, text)
		}
	}
	c.repeated(field, list)
	c.wildcard(field, list)
}

// item looks at one string of a list.
func (c corsCheck) item(field string, list *source.Node, i int, text string) {
	at := lint.At(c.o, list.Items[i])
	if parts := c.severalItems(field, text); parts != nil {
		c.p.Report(at, fmt.Sprintf("%s item %q holds %d items; allowed: one; write %s", field, text, len(parts), quoteAll(parts, "and")),
			lint.With(lint.Safe, "write an item for each", replaceItem(c.o, list, i, parts)...))
		return
	}
	repaired, ok := c.repair(field, text)
	switch {
	case ok && repaired == text:
		if field == "allowOrigins" {
			c.sinceNewerAPI(at, text)
		}
	case ok:
		c.p.Report(at, fmt.Sprintf("%s %s; write %q", corsItemName(field, text), corsSlip(field), repaired),
			lint.With(lint.Safe, fmt.Sprintf("write %q", repaired), source.Set(c.o.Doc, list.Path().Join(i), repaired)))
	default:
		c.p.Reportf(at, "%s %s", corsItemName(field, text), corsProblem(field, text))
	}
}

// sinceNewerAPI warns of an origin that newer versions of the API reject.
func (c corsCheck) sinceNewerAPI(at lint.Place, origin string) {
	if c.since15 == lint.Warning && !validOrigin(origin, false) {
		c.p.Report(at, fmt.Sprintf("the origin %q is rejected since Gateway API 1.5; %s", origin, originAllowed), lint.As(lint.Warning))
	}
}

// severalItems returns the items that one string holds, where it is certain
// that it holds more than one.
func (c corsCheck) severalItems(field, text string) []string {
	parts := splitList(text)
	if len(parts) < 2 {
		return nil
	}
	for i, part := range parts {
		repaired, ok := c.repair(field, part)
		if !ok {
			return nil
		}
		parts[i] = repaired
	}
	return parts
}

// repair returns what an item certainly means; not ok where nothing valid.
func (c corsCheck) repair(field, text string) (repaired string, ok bool) {
	if parts := splitList(text); len(parts) == 1 {
		text = parts[0]
	}
	switch field {
	case "allowOrigins":
		return repairOrigin(text, c.since15 != lint.Error)
	case "allowMethods":
		m := strings.ToUpper(text)
		return m, slices.Contains(corsMethods, m)
	}
	return text, headerName().MatchString(text)
}

// corsMethods are the methods that the CRDs know.
var corsMethods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"}

// headerName is a token of HTTP; the CRDs bound its length.
// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
var headerName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("^[A-Za-z0-9!#$%&'*+\\-.^_`|~]{1,256}$")
})

func corsItemName(field, text string) string {
	switch field {
	case "allowOrigins":
		return fmt.Sprintf("the origin %q", text)
	case "allowMethods":
		return fmt.Sprintf("the method %q", text)
	}
	return fmt.Sprintf("the header name %q", text)
}

// corsSlip says what is wrong with an item that can be repaired.
func corsSlip(field string) string {
	switch field {
	case "allowOrigins":
		return "is not as a browser sends it; allowed: lower-case scheme, host and port, with no slash behind them"
	case "allowMethods":
		return "is spelled differently; allowed: " + strings.Join(corsMethods, ", ")
	}
	return "has white space or a comma around it; allowed: the name alone"
}

// corsProblem says what is wrong with an item that cannot be repaired.
func corsProblem(field, text string) string {
	switch field {
	case "allowOrigins":
		return originProblem(text)
	case "allowMethods":
		hint := ""
		if near := lint.Nearest(text, corsMethods[:9]); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		return "is unknown; allowed: " + strings.Join(corsMethods, ", ") + hint
	}
	return "is none; allowed: letters, digits and !#$%&'*+-.^_`|~, without spaces or colons"
}

// repeated reports the items that stand twice, in one finding a list: removing
// items moves the ones behind them, so it is one change.
func (c corsCheck) repeated(field string, list *source.Node) {
	first := map[string]*source.Node{}
	var again []int
	var texts []string
	var options []lint.Option
	for i, item := range list.Items {
		text, ok := lint.Value(item)
		switch {
		case !ok:
		case first[text] == nil:
			first[text] = item
		default:
			again = append(again, i)
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
			options = append(options, lint.See(lint.At(c.o, first[text]), "%q stands here first", text))
		}
	}
	if len(again) == 0 {
		return
	}
	options = append(options, lint.With(lint.Safe, "remove what stands twice", deleteItems(c.o, list, again)...))
	c.p.Report(lint.At(c.o, list.Items[again[0]]),
		fmt.Sprintf("%s holds %s more than once; allowed: each item once; remove the later ones", field, quoteAll(texts, "and")), options...)
}

// wildcard reports "*" beside other items. An object that will become a string
// counts as that string.
func (c corsCheck) wildcard(field string, list *source.Node) {
	severity := lint.Error
	switch field {
	case "exposeHeaders":
		return // the API does not mind
	case "allowHeaders":
		severity = c.since15
	}
	var star, other *source.Node
	for _, item := range list.Items {
		text, ok := item.Str()
		if n := item.Get(); n.IsMapping() && field == "allowOrigins" {
			m := readOriginMatch(n)
			text, ok = m.value, m.how == "exact"
		}
		switch {
		case ok && text == "*":
			star = item
		case ok:
			other = item
		}
	}
	if star == nil || other == nil || severity == 0 {
		return
	}
	c.p.Report(lint.At(c.o, star),
		fmt.Sprintf(`%s holds "*" beside other items; allowed: "*" alone, or the items without it; "*" allows all, so keep it alone only if you mean that`, field),
		lint.As(severity), lint.See(lint.At(c.o, other), "another item"))
}

// credentials looks at allowCredentials: a boolean, which Envoy's
// configuration may wrap in an object and comma-minded products write as text.
func (c corsCheck) credentials() {
	n := c.cors.Get("allowCredentials")
	inner := n
	if n.IsMapping() && len(n.Pairs) == 1 && !n.IsTemplate() {
		inner = n.Get("value")
	}
	text, isText := lint.Value(inner)
	value, isBool := inner.Bool()
	at := lint.At(c.o, n)
	switch word := strings.ToLower(strings.TrimSpace(text)); {
	case isBool && inner == n:
	case isBool:
		c.p.Report(at, fmt.Sprintf("allowCredentials is an object; allowed: true, false; write %t", value), c.set(n, value))
	case isText && (word == "true" || word == "false"):
		c.p.Report(at, fmt.Sprintf("allowCredentials %q is a string; allowed: true, false; write %s without quotes", text, word), c.set(n, word == "true"))
	case isText:
		c.p.Reportf(at, "allowCredentials %q is a string; allowed: true, false", text)
	}
}

func (c corsCheck) set(n *source.Node, value bool) lint.Option {
	return lint.With(lint.Safe, fmt.Sprintf("set allowCredentials to %t", value), source.Set(c.o.Doc, n.Path(), value))
}

// nobody warns of a block that names no origin, unless one of its keys means
// allowOrigins or cannot be read.
func (c corsCheck) nobody() {
	origins := c.cors.Get("allowOrigins")
	if origins != nil && !origins.IsNull() && (!origins.IsSequence() || len(origins.Seq()) > 0) {
		return
	}
	for _, pair := range c.cors.Pairs {
		if pair.Key.Kind != source.Scalar || lint.HasPlaceholder(pair.Key.Value) {
			return
		}
	}
	for _, key := range corsUnknownKeys(c.o, c.cors) {
		if meaningOf(key.Value).field == "allowOrigins" {
			return
		}
	}
	c.p.Report(lint.AtKey(c.o, c.cors.Parent(), "cors"), `the CORS policy names no origin, so it allows nobody; list the origins under allowOrigins, or "*" for all`,
		lint.As(lint.Warning))
}

// withCredentials notes what "*" means for requests with credentials.
func (c corsCheck) withCredentials() {
	n := c.cors.Get("allowCredentials")
	if on, _ := n.Bool(); !on {
		return
	}
	see := lint.See(lint.At(c.o, n), "credentials are allowed here")
	if star := c.star("allowOrigins"); star != nil {
		c.p.Report(lint.At(c.o, star), `"*" with allowCredentials: agentgateway answers with the caller's own origin, so this works, and every site can read answers with the user's cookies; list the origins if you do not mean that`,
			lint.As(lint.Info), see)
	}
	if star := c.star("exposeHeaders"); star != nil {
		c.p.Report(lint.At(c.o, star), `"*" in exposeHeaders is no wildcard for requests with credentials: browsers expose only a header of that name; list the headers`,
			lint.As(lint.Info), see)
	}
}

// star returns the "*" in a list, or nil.
func (c corsCheck) star(field string) *source.Node {
	for _, item := range c.cors.Get(field).Seq() {
		if text, _ := item.Str(); text == "*" {
			return item
		}
	}
	return nil
}
