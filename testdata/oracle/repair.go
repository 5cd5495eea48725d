package oracle

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/testdata/oracle/controller"
)

// Repair is what fixes did to the xDS resources of a case.
type Repair struct {
	Same  int      // resources that are byte for byte what they were
	Meant []string // names of those that changed with the objects they are made from
	Odd   []string // complaints
}

// compare looks at what fixes did: resources of objects that they did not
// change must be the same, and a mistake that nobody reports must be gone from
// the resources.
func compare(before, after *Judged) Repair {
	r := Repair{}
	changed := changedObjects(before, after)
	seen := map[controller.ID]bool{}
	for _, name := range allNames(before.Result, after.Result) {
		was, is := before.Result.Resources[name], after.Result.Resources[name]
		if bytes.Equal(was.Bytes, is.Bytes) {
			r.Same++
			continue
		}
		owners := slices.Concat(was.Of, is.Of)
		cameOrWent := was.Bytes == nil || is.Bytes == nil
		if cameOrWent {
			owners = append(owners, was.Gateway, is.Gateway) // along with its Gateway, if that was renamed
		}
		if cameOrWent && strings.Contains(name, "/backend/") {
			// A backend is sent as long as some route leads to it; that one is looked at itself.
			r.Meant = append(r.Meant, name)
			continue
		}
		if cameOrWent && strings.Contains(name, "/policy/a2a/") {
			// It is made from a port of a Service, and Services are not among what is judged.
			r.Meant = append(r.Meant, name)
			continue
		}
		if !slices.ContainsFunc(owners, func(id controller.ID) bool { return changed[id] }) {
			r.Odd = append(r.Odd, fmt.Sprintf("xDS resource %s changed, but none of %v did:\n%s", name, owners, firstDifference(was.Text, is.Text)))
			continue
		}
		r.Meant = append(r.Meant, name)
		for _, id := range owners {
			seen[id] = true
		}
	}
	r.Odd = append(r.Odd, unproven(before, changed, seen)...)
	return r
}

// unproven complains of silent mistakes whose repair changes no resource.
func unproven(before *Judged, changed, seen map[controller.ID]bool) (odd []string) {
	for _, v := range before.Verdicts {
		silent := len(v.Findings) > 0 && slices.Equal(v.fates(), []lint.Fate{lint.Silent})
		// Without a status it is not this controller's.
		if silent && len(v.Statuses) > 0 && changed[v.ID] && !seen[v.ID] {
			odd = append(odd, fmt.Sprintf("%s was changed, and no xDS resource with it", v.ID))
		}
	}
	return odd
}

// changedObjects are the objects that differ, or are in one of the two only, and
// those that had a mistake which is gone.
func changedObjects(before, after *Judged) map[controller.ID]bool {
	was, is := objectsOf(before), objectsOf(after)
	out := map[controller.ID]bool{}
	for _, id := range slices.Concat(slices.Collect(maps.Keys(was)), slices.Collect(maps.Keys(is))) {
		a, b := was[id], is[id]
		out[id] = a == nil || b == nil || !bytes.Equal(a.JSON, b.JSON) || len(a.Findings) > len(b.Findings)
	}
	return out
}

func objectsOf(j *Judged) map[controller.ID]*Verdict {
	out := map[controller.ID]*Verdict{}
	for _, v := range j.Verdicts {
		out[v.ID] = v
	}
	return out
}

func allNames(a, b controller.Result) []string {
	names := slices.Concat(a.Names(), b.Names())
	slices.Sort(names)
	return slices.Compact(names)
}

// firstDifference shows where two texts part.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("\t- %s\n\t+ %s", around(a, i), around(b, i))
}

func around(s string, i int) string {
	return fmt.Sprintf("%q", s[max(0, i-80):min(len(s), i+80)])
}
