package rename

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// exact is the name and nothing else.
func exact(d *document, r *row, n *source.Node) (string, verdict) {
	return d.To, d.refers(r, n, n.Value)
}

// refers judges a name that stands at n.
func (d *document) refers(r *row, n *source.Node, name string) verdict {
	if r.means == theGateway && !slices.Contains(d.names, name) || r.means != theGateway && name != d.generated {
		return none
	}
	return d.means(r.means, name, r.space(d, n))
}

// unclear is a name that cannot be changed where it stands, since the same
// entry names other things too.
func unclear(d *document, r *row, n *source.Node) (string, verdict) {
	_, v := exact(d, r, n)
	return "", min(v, maybe)
}

// flag is a command-line flag: "--flag=name", or the name behind "--flag".
func flag(name string) func(*document, *row, *source.Node) (string, verdict) {
	return func(d *document, r *row, n *source.Node) (string, verdict) {
		if value, ok := strings.CutPrefix(n.Value, name+"="); ok {
			return name + "=" + d.To, d.refers(r, n, value)
		}
		if flagBefore(n) == name {
			return exact(d, r, n)
		}
		return "", none
	}
}

// flagBefore returns the item before n in a list of arguments.
func flagBefore(n *source.Node) string {
	items := n.Parent().Seq()
	if i := slices.Index(items, n); i > 0 {
		return items[i-1].Text()
	}
	return ""
}

// flagSpace looks in the namespace that another flag names.
func flagSpace(name string) func(*document, *source.Node) object.Space {
	return func(d *document, holder *source.Node) object.Space {
		for _, list := range []string{"args", "command"} {
			for _, arg := range holder.Get(list).Seq() {
				if ns, ok := strings.CutPrefix(arg.Text(), name+"="); ok {
					return object.Space{Namespace: ns}
				}
				if flagBefore(arg) == name {
					return object.Space{Namespace: arg.Text()}
				}
			}
		}
		return object.Space{Namespace: anywhere}
	}
}

// slash is "namespace/name", anywhere in the text.
func slash(d *document, r *row, n *source.Node) (string, verdict) {
	return d.texts.replace(d.texts.slashed, n.Value, func(m []string) (string, verdict) {
		return m[1] + "/" + d.To, d.means(r.means, m[2], object.Space{Namespace: m[1]})
	})
}

// account is a ServiceAccount as certificates and tokens name it.
func account(d *document, r *row, n *source.Node) (string, verdict) {
	return d.texts.replace(d.texts.account, n.Value, func(m []string) (string, verdict) {
		prefix := strings.TrimSuffix(m[0], m[3])
		return prefix + d.To, d.means(r.means, m[3], object.Space{Namespace: m[1] + m[2]})
	})
}

// host is a DNS name of the Service, in a field that holds one or in a text.
// In a field the bare name is one, too.
func host(d *document, r *row, n *source.Node) (string, verdict) {
	if n.Value == d.generated {
		return d.To, d.means(itsService, n.Value, d.space)
	}
	return address(d, r, n)
}

// address is host where a bare name may be anything.
func address(d *document, r *row, n *source.Node) (string, verdict) {
	if m := d.texts.bare.FindStringSubmatch(n.Value); m != nil && m[1]+m[3] != "" {
		return m[1] + d.To + m[3], d.means(itsService, m[2], d.space)
	}
	return d.texts.replace(d.texts.dns, n.Value, func(m []string) (string, verdict) {
		v := d.means(itsService, m[1], object.Space{Namespace: m[2]})
		if m[3] == "" && slices.Contains(topLevel, m[2]) {
			v = min(v, maybe) // agentgateway.dev is a site, too
		}
		return d.To + strings.TrimPrefix(m[0], m[1]), v
	})
}

// topLevel are namespaces in which "name.namespace" reads like a domain.
var topLevel = []string{"dev", "app", "com", "io", "ai", "net", "org", "cloud", "sh", "co", "xyz", "local", "internal", "test", "example", "cluster", "svc"}

// manifest is a patch written as text, which is scanned like a document.
func manifest(d *document, _ *row, n *source.Node) (string, verdict) {
	f, err := source.Parse(d.Doc.File.Name, []byte(n.Value))
	if err != nil {
		return "", none
	}
	inner := newScanner(d.Plan)
	set := object.NewSet([]*source.File{f}, func(string) bool { return true })
	for _, o := range set.UnjudgedMentioning(d.Words()...) {
		inner.document(o, patchRole, d.space)
	}
	done := source.Apply([]*source.File{f}, [][]source.Edit{inner.out.Edits})
	switch {
	case len(inner.out.Edits) > 0 && done.Rejected[0] == nil:
		return string(done.Files[0].Bytes()), yes
	case len(inner.out.Edits)+len(inner.out.Mentions) > 0:
		return "", maybe
	}
	return "", none
}
