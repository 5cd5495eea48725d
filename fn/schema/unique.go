package schema

import (
	"fmt"
	"sort"
	"strings"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// unique reports the items of a list that repeat an earlier one, where every
// release that is believed forbids it.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
func (c *checker) unique(n *source.Node, field *node, live set) {
	f := field.form(live, c.r.judge)
	for _, other := range field.forms {
		if other.in&live != 0 && other.list == "" {
			return
		}
	}
	seen := make(map[string]int, len(n.Items))
	for i, item := range n.Items {
		key, ok := listKey(item.Get(), f, field.kids.items, live)
		if !ok {
			continue
		}
		first, repeats := seen[key]
		if !repeats {
			seen[key] = i
			continue
		}
		c.duplicate(n, i, first, f)
	}
}

// listKey writes what must be unique of an item. It is not told where something
// fills it in later, or where the item is not of the right type.
func listKey(item *source.Node, f *form, items *node, live set) (string, bool) {
	if item == nil || opaque(item) {
		return "", false
	}
	if f.list == "set" {
		var b strings.Builder
		ok := canonical(&b, item, 0)
		return b.String(), ok
	}
	if item.Kind != source.Mapping || items == nil {
		return "", false
	}
	var b strings.Builder
	members := wire.Members(nil, item)
	for _, key := range f.listKeys {
		v, there := keyValue(members, key, items, live)
		if !there {
			b.WriteString("-,")
			continue
		}
		if v == "" {
			return "", false
		}
		b.WriteString(v + ",")
	}
	return b.String(), true
}

// keyValue returns the value of a list key, its default where it is not written;
// "" where it cannot be told.
func keyValue(members []wire.Member, key string, items *node, live set) (value string, there bool) {
	for _, m := range members {
		if opaque(m.Key) {
			return "", true
		}
		if m.Name == key && !m.Value.IsNull() {
			var b strings.Builder
			if !canonical(&b, m.Value.Get(), 0) {
				return "", true
			}
			return b.String(), true
		}
	}
	if k := items.kids.field(key); k != nil {
		if f := k.form(live, live); f != nil && f.fallback != nil {
			return fmt.Sprintf("%T %v", jsonNumber(f.fallback), jsonNumber(f.fallback)), true
		}
	}
	return "", false
}

// jsonNumber makes whole numbers of a default what they are in a document.
func jsonNumber(v any) any {
	if f, ok := v.(float64); ok && f == float64(int64(f)) {
		return int64(f)
	}
	return v
}

// canonical writes a value such that equal ones are written the same. It
// reports false where the value holds a placeholder.
func canonical(b *strings.Builder, n *source.Node, depth int) bool {
	n = n.Get()
	if n == nil || depth > maxLevels || opaque(n) || b.Len() > maxNodes {
		return false
	}
	switch n.Kind {
	case source.Mapping:
		members := wire.Members(nil, n)
		sort.SliceStable(members, func(i, j int) bool { return members[i].Name < members[j].Name })
		b.WriteString("{")
		for _, m := range members {
			fmt.Fprintf(b, "%q:", m.Name)
			if opaque(m.Key) || !canonical(b, m.Value, depth+1) {
				return false
			}
		}
		b.WriteString("}")
	case source.Sequence:
		b.WriteString("[")
		for _, item := range n.Items {
			if !canonical(b, item, depth+1) {
				return false
			}
		}
		b.WriteString("]")
	default:
		v := wire.Scalar(n).Any()
		fmt.Fprintf(b, "%T %v", v, v)
	}
	return true
}

func (c *checker) duplicate(n *source.Node, i, first int, f *form) {
	item, earlier := n.Items[i].Get(), n.Items[first].Get()
	p := Problem{Class: Constraint, Node: item, Related: []*source.Node{earlier}}
	var a, b strings.Builder
	p.Repeats = canonical(&a, item, 0) && canonical(&b, earlier, 0) && a.String() == b.String()
	list := Name(c.path)
	switch {
	case f.list == "set" && item.Kind == source.Scalar:
		p.Message = fmt.Sprintf("%s[%d] repeats %s[%d], %s; allowed: each item once", list, i, list, first, show(item))
	case f.list == "set":
		p.Message = fmt.Sprintf("%s[%d] repeats %s[%d]; allowed: each item once", list, i, list, first)
	default:
		p.Message = fmt.Sprintf("%s[%d] has the same %s as %s[%d]; allowed: each once", list, i, keysOf(item, f), list, first)
	}
	c.add(p)
}

func keysOf(item *source.Node, f *form) string {
	var parts []string
	for _, k := range f.listKeys {
		if v := item.Get(k); v != nil {
			parts = append(parts, k+" "+show(v))
		} else {
			parts = append(parts, k)
		}
	}
	return strings.Join(parts, " and ")
}
