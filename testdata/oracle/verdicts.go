package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
)

const preface = `# Verdicts

<!-- Generated: make oracle ARGS=-update -->

What the API server and the controller make of the examples in [testdata/rules](../rules), beside what Gatefix says of them. The judges are

- the API server's own code, k8s.io/apiextensions-apiserver, with the CustomResourceDefinitions of %s;
- the controller of agentgateway v1.4.1, driven as its own golden tests do: the conditions that it writes, and the xDS resources that it sends to proxies.

A document is *rejected*, *pruned* of fields that the API server does not know (a client that asks for strict validation, as kubectl does, has it
rejected), or *accepted*. Of an accepted one the controller says conditions, *nothing* where all of them are good, or gives it *no status* at all.
Where two conditions are joined by "or", the controller says one or the other from run to run.
What follows *kgateway:* is said by the controllers of kgateway v2.2.0, of Envoy and of agentgateway, to the test in [kgateway](kgateway).

Every document in which Gatefix finds nothing is accepted whole, and the controller has nothing to say against it, unless it is listed under
"without a finding". After the fixes the same holds, and the xDS resources of objects that no fix touched are byte for byte the same.
`

// Page writes what was judged, as Markdown.
func Page(worlds *Worlds, records []*Record) string {
	var b strings.Builder
	names := []string{worlds.newest.Name, worlds.pinned.Name, worlds.older.Name}
	fmt.Fprintf(&b, preface, strings.Join(names, ", "))
	b.WriteString("\n| rule | forecast | met | judged | left out |\n|---|---|---|---|---|\n")
	for _, r := range records {
		met, _, judged := r.met()
		seen := slices.DeleteFunc(slices.Clone(r.Rule.Outcome), func(f lint.Fate) bool { return !slices.Contains(met, f) })
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %d | %d |\n", r.Rule.Name, r.Rule.Name, r.Rule.Outcome, seen, judged, r.unjudged())
	}
	for _, r := range records {
		r.section(&b)
	}
	return b.String()
}

// unjudged is the number of documents with a finding that nobody judges.
func (r *Record) unjudged() (n int) {
	for _, j := range r.Cases {
		for _, d := range j.Docs {
			if j.Before == nil && slices.Contains(d.Findings, r.Rule.Name) && !slices.ContainsFunc(j.Verdicts, func(v *Verdict) bool { return v.Doc == d }) {
				n++
			}
		}
	}
	return n
}

func (r *Record) section(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\nForecast: %s\n", r.Rule.Name, r.Rule.Doc.Forecast)
	r.table(b, "\n| example | object | Gatefix | API server | controller |\n|---|---|---|---|---|\n", func(j *Judged, v *Verdict) bool {
		return j.Before == nil && slices.Contains(v.Findings, r.Rule.Name)
	})
	r.table(b, "\nWithout a finding, and not accepted:\n\n| example | object | Gatefix | API server | controller |\n|---|---|---|---|---|\n", func(j *Judged, v *Verdict) bool {
		return j.Before == nil && len(v.Findings) == 0 && !nothingWrong.holds(v.fates())
	})
	r.repairs(b)
	r.leftOut(b)
}

func (r *Record) table(b *strings.Builder, head string, wanted func(*Judged, *Verdict) bool) {
	for _, j := range r.Cases {
		for _, v := range j.Verdicts {
			if !wanted(j, v) {
				continue
			}
			b.WriteString(head)
			head = ""
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", j.Name, v.ID, v.says(), v.apiSays(), v.controllerSays())
		}
	}
}

// repairs tells what became of the cases after their fixes.
func (r *Record) repairs(b *strings.Builder) {
	next, head := 0, "\n| after the fixes | judged | with a finding still | xDS resources the same | changed |\n|---|---|---|---|---|\n"
	for _, j := range r.Cases {
		if j.Before == nil {
			continue
		}
		left := 0
		for _, v := range j.Verdicts {
			if len(v.Findings) > 0 {
				left++
			}
		}
		fix := r.Fixes[next]
		next++
		if len(j.Verdicts) == 0 {
			continue
		}
		b.WriteString(head)
		head = ""
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", j.Name, len(j.Verdicts), left, fix.Same, len(fix.Meant))
	}
}

func (r *Record) leftOut(b *strings.Builder) {
	reasons := map[string]int{}
	for _, j := range r.Cases {
		if j.Before != nil {
			continue
		}
		for why, n := range j.Skipped {
			reasons[why] += n
		}
	}
	var words []string
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		words = append(words, fmt.Sprintf("%d %s", reasons[why], why))
	}
	if len(words) > 0 {
		fmt.Fprintf(b, "\nDocuments of the examples that nobody judges: %s.\n", strings.Join(words, "; "))
	}
}

// says lists the rules that report the document, with counts.
func (v *Verdict) says() string {
	counts := map[string]int{}
	for _, name := range v.Findings {
		counts[name]++
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if counts[name] > 1 {
			name = fmt.Sprintf("%d × %s", counts[name], name)
		}
		words = append(words, name)
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

func (v *Verdict) apiSays() string {
	switch {
	case len(v.API.Errors) > 0:
		return "rejected: " + cell(v.API.Errors[0].Text, len(v.API.Errors))
	case len(v.API.Pruned) > 0:
		return "pruned: " + cell(v.API.Pruned[0], len(v.API.Pruned))
	}
	return "accepted"
}

func (v *Verdict) controllerSays() string {
	switch {
	case v.API.Object == nil:
		return ""
	case v.Kgateway != "":
		return "kgateway: " + v.Kgateway
	case !v.Asked:
		return "not asked"
	case v.directed && !v.Directed.all:
		return v.Directed.String()
	case len(v.Statuses) == 0:
		return "no status"
	}
	var words []string
	for _, c := range v.Statuses {
		if c.Bad() && !slices.Contains(words, c.String()) {
			words = append(words, c.String())
		}
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// cell is a text for a table: on one line, not too long, and with the number of
// its like.
func cell(s string, n int) string {
	s = strings.NewReplacer("\n", " ", "|", "\\|", "<", "&lt;", "*", "\\*").Replace(s)
	if r := []rune(s); len(r) > 160 {
		s = string(r[:160]) + "…"
	}
	if n > 1 {
		s += fmt.Sprintf(" (and %d more)", n-1)
	}
	return s
}
