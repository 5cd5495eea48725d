package lint

import (
	"runtime"
	"slices"

	"github.com/gatefix/gatefix/fn/object"
)

// team is rules that go through the input together: each looks at a few objects,
// then the next rule looks at the same. The objects of a large input do not fit
// into the caches of a processor, and to fetch them anew for every rule takes
// longer than to judge them.
type team []*job

const (
	// together is the number of documents that each rule of a team looks at
	// before the next one does.
	together = 16
	// teamsEach is the number of teams for a processor, so that none waits long
	// for the others at the end.
	teamsEach = 4
)

// teamsOf deals the jobs out. Rules that stand side by side are often alike, and
// equally slow, so they go to different teams.
func teamsOf(jobs []*job) []team {
	teams := make([]team, min(len(jobs), teamsEach*runtime.GOMAXPROCS(0)))
	for i, j := range jobs {
		teams[i%len(teams)] = append(teams[i%len(teams)], j)
	}
	return teams
}

// run hands the objects of each kind to the rules that take it.
func (t team) run(r *run, set *object.Set, shared map[*Config]map[string]any) {
	var kinds []object.Kind
	takers := map[object.Kind]team{}
	for _, j := range t {
		j.pass = r.pass(set, j.rule, j.cfg, shared[j.cfg])
		for _, k := range r.kindsFor(j.rule, set) {
			if !j.looksAt(k) {
				continue
			}
			if takers[k] == nil {
				kinds = append(kinds, k)
			}
			takers[k] = append(takers[k], j)
		}
	}
	for _, k := range kinds {
		takers[k].check(set, k)
	}
}

// check hands the objects of a kind to all rules of the team.
func (t team) check(set *object.Set, k object.Kind) {
	wanted := make([]object.Wanted, len(t))
	for i, j := range t {
		if j.rule.Worth != nil && k != object.Any {
			wanted[i] = j.rule.Worth(j.pass, k)
		}
	}
	for some := range slices.Chunk(set.EntriesOf(k), together) {
		for i, j := range t {
			j.pass.check(some, wanted[i])
		}
	}
}

// check hands objects to the rule, those whose text is wanted.
func (p *Pass) check(entries []*object.Entry, wanted object.Wanted) {
	for _, e := range entries {
		if wanted != nil && !wanted(e.Doc.Text()) {
			continue
		}
		if o, skip := e.Object(); o != nil && skip == object.Judged && !p.late() {
			p.object = o
			p.rule.Check(p, o)
		}
	}
}
