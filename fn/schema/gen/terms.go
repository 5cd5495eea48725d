package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// itemNumber is the name of an item in a path.
var itemNumber = regexp.MustCompile(`\[\d+\]`)

// simplify drops facts that others imply, terms that are never true, and those
// that say more than another.
func simplify(terms []term) ([]term, error) {
	var out []term
	for _, t := range terms {
		t, err := oneItemPerList(t)
		if err != nil {
			return nil, err
		}
		if t, possible := t.reduce(); possible {
			out = append(out, t)
		}
	}
	out = slices.DeleteFunc(slices.Clone(out), func(t term) bool {
		return slices.ContainsFunc(out, func(o term) bool { return len(o) < len(t) && o.within(t) })
	})
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(a.String(), b.String()) })
	out = slices.CompactFunc(out, func(a, b term) bool { return a.String() == b.String() })
	if len(out) > maxTerms || len(out) == 0 {
		return nil, fmt.Errorf("the rule has %d terms", len(out))
	}
	return out, nil
}

// oneItemPerList takes the numbers off items. Two items of one list in one term
// have no word.
func oneItemPerList(t term) (term, error) {
	names := map[string]string{}
	out := make(term, len(t))
	for i, f := range t {
		if at := itemNumber.FindStringIndex(f.path); at != nil {
			list, number := f.path[:at[0]], f.path[at[0]:at[1]]
			if was, ok := names[list]; ok && was != number {
				return nil, errForm
			}
			names[list] = number
			f.path = list + "[]" + f.path[at[1]:]
			if itemNumber.MatchString(f.path) {
				return nil, errForm // an item of a list within an item
			}
		}
		out[i] = f
	}
	return out, nil
}

// reduce returns the term without what is implied, and whether it can be true.
func (t term) reduce() (term, bool) {
	for _, f := range t {
		for _, g := range t {
			if f.excludes(g) {
				return nil, false
			}
		}
	}
	var out term
	for i, f := range t {
		implied := slices.ContainsFunc(t, func(g fact) bool { return g != f && g.implies(f) })
		if !implied && !slices.Contains(t[:i], f) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b fact) int { return cmp.Compare(a.String(), b.String()) })
	return out, true
}

// under reports whether one path leads through another.
func under(path, around string) bool {
	return path != around && (strings.HasPrefix(path, around+".") || strings.HasPrefix(path, around+"["))
}

func (f fact) excludes(g fact) bool {
	switch {
	case f.not && !g.not:
		return f.path == g.path || under(g.path, f.path)
	case f.path != g.path || f.not || g.not:
		return false
	case f.values == g.values && f.op != "" && (g.op == "!"+f.op || f.op == "!"+g.op):
		return true
	case f.op == ":" && g.op == "!:" || f.op == "#" && g.op == "!#":
		return !slices.ContainsFunc(strings.Split(f.values, "|"), func(v string) bool { return !slices.Contains(strings.Split(g.values, "|"), v) })
	case f.op == ":" && g.op == ":":
		return !slices.ContainsFunc(strings.Split(f.values, "|"), func(v string) bool { return slices.Contains(strings.Split(g.values, "|"), v) })
	}
	return false
}

func (f fact) implies(g fact) bool {
	switch {
	case f.not:
		return g.not && under(g.path, f.path)
	case g.not:
		return false
	case g.op == "":
		return f.path == g.path && f.op != "" || under(f.path, g.path)
	}
	return f.path == g.path && f.op == ":" && g.op == "!:"
}

// within reports whether all facts of a term are in another.
func (t term) within(o term) bool {
	return !slices.ContainsFunc(t, func(f fact) bool { return !slices.Contains(o, f) })
}

func (t term) String() string {
	var out []string
	for _, f := range t {
		out = append(out, f.String())
	}
	return strings.Join(out, "&")
}

// termWords writes terms as the tables do: no-item where all is about one item of
// the list that the rule stands at.
func termWords(terms []term) []string {
	var out []string
	for _, t := range terms {
		s := t.String()
		switch inside := strings.ReplaceAll("&"+s, "&[].", "&"); {
		case strings.Count(s, "[].") == len(t) && strings.Count("&"+s, "&[].") == len(t):
			out = append(out, "no-item="+inside[1:])
		case len(t) == 0 || strings.Contains("&"+s, "&[]") || strings.Contains("&"+s, "&![]") || strings.Contains(s, "&&"):
			return nil
		default:
			out = append(out, "never="+s)
		}
	}
	return out
}
