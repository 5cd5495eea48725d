package run

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/fn/report"
)

// ignoreMarks are what suppresses findings in manifests: a comment and an
// annotation.
var ignoreMarks = [][]byte{[]byte("gatefix:ignore"), []byte("gatefix.dev/ignore")}

// shownIgnores is how many places are named.
const shownIgnores = 5

// tellOfIgnores says that the change suppresses findings: it is for the reviewer
// to agree.
func (r *run) tellOfIgnores(o *outcome) {
	if !r.scope.Changes.Known() {
		return
	}
	var places []string
	for _, f := range o.found.Files {
		if !r.scope.Has(f.Name) {
			continue
		}
		number := 0
		for line := range bytes.Lines(f.Bytes()) {
			number++
			if suppresses(line) && r.scope.Touches(f.Name, f.Bytes(), number, number) {
				places = append(places, fmt.Sprintf("%s:%d", f.Name, number))
			}
		}
	}
	if len(places) == 0 {
		return
	}
	shown := strings.Join(places[:min(len(places), shownIgnores)], ", ")
	if more := len(places) - shownIgnores; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	r.say(gha.Notice, fmt.Sprintf("the change brings %s of findings: %s", report.Plural(len(places), "ignore"), shown))
}

func suppresses(line []byte) bool {
	for _, mark := range ignoreMarks {
		if bytes.Contains(line, mark) {
			return true
		}
	}
	return false
}
