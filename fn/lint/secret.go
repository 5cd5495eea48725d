package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// secretWords occur in the names of keys whose values are not shown: reports
// are printed in build logs, and kpt writes results into the package.
var secretWords = []string{"key", "password", "passwd", "passphrase", "token", "secret", "credential", "authorization"}

func soundsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// openKeys hold what a secret is called and where it is, never what it is.
var openKeys = []string{"name", "namespace", "kind", "group", "apiVersion"}

// openSections are fields of agentgateway that sound so and hold who may do
// what, in expressions and references, and no key.
var openSections = []string{"authorization", "networkAuthorization", "apiKeyAuthentication"}

func isOpenSection(root *source.Node, key string, value *source.Node) bool {
	group, _, _ := strings.Cut(root.Get("apiVersion").Text(), "/")
	return (group == object.AgentgatewayGroup || group == object.EnterprisePolicy.Group) && slices.Contains(openSections, key) && value.IsMapping()
}

// IsSecret reports whether the value at a path may be one to keep: it belongs
// to a Secret, a key on the way to it sounds so, or it is the value of a named
// thing (an environment variable, a header) whose name does, or an expression of an
// authorization that speaks of one. The name of a Secret is none.
func IsSecret(root *source.Node, at source.Path) bool {
	if len(at) > 0 && slices.Contains(openKeys, at[len(at)-1].Key) {
		return false
	}
	if root.Get("kind").Text() == "Secret" {
		return true
	}
	n, inSection := root, false
	for _, s := range at {
		if s.IsIndex {
			n = n.Get(s.Index)
			continue
		}
		isOpen := isOpenSection(root, s.Key, n.Get(s.Key))
		if !isOpen && soundsSecret(s.Key) || s.Key == "value" && soundsSecret(n.Get("name").Text()) {
			return true
		}
		n, inSection = n.Get(s.Key), inSection || isOpen
	}
	return inSection && soundsSecret(n.Text()) // an expression may compare a key
}

// Secrets returns the scalars below a node, which is the root of a document,
// whose values are not shown. A placeholder is none: what it stands for is
// elsewhere. Nor is a count, such as maxTokens: 100, or a switch, such as
// allowCredentials: "true".
func Secrets(root *source.Node) []*source.Node {
	var out []*source.Node
	root.Walk(func(n *source.Node) bool {
		if n.Kind != source.Scalar || n.Value == "" || HasPlaceholder(n.Value) || isSwitch(n.Value) {
			return true
		}
		isWord := n.Tag == source.Str || n.Tag == source.Int && !countsTokens(n.Path())
		if isWord && IsSecret(root, n.Path()) {
			out = append(out, n)
		}
		return true
	})
	return out
}

func countsTokens(at source.Path) bool {
	return len(at) > 0 && strings.HasSuffix(strings.ToLower(at[len(at)-1].Key), "tokens")
}

// veil takes a value that is not shown out of what the finding says.
func (f *Finding) veil() {
	if f.At.Value == nil {
		return
	}
	value := fmt.Sprint(f.At.Value)
	at := f.At.Path
	isKey := len(at) > 0 && at[len(at)-1].Key == value // the place is that of a key
	if isKey || len(value) < 4 || isSwitch(value) || !IsSecret(f.At.Doc.Root(), at) {
		return
	}
	veiled := strings.NewReplacer(value, "...", strconv.Quote(value), `"..."`)
	f.Message = veiled.Replace(f.Message)
	for i := range f.Fixes {
		f.Fixes[i].Title = veiled.Replace(f.Fixes[i].Title)
	}
}

// isSwitch reports a value that is one of two, which tells nobody anything.
func isSwitch(value string) bool {
	return strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
}
