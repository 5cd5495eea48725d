package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Many findings in one document: the time of each must not grow with the number
// of values that the document holds.
func BenchmarkText(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := New(lint.CheckMode, manyFindings(b, n), nil)
			b.ReportAllocs()
			for b.Loop() {
				if err := Text(io.Discard, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func manyFindings(b *testing.B, n int) *lint.Result {
	f, err := source.Parse("a.yaml", []byte(head+strings.Repeat("- name: odd\n  key: secret\n", n)))
	if err != nil {
		b.Fatal(err)
	}
	rule := &lint.Rule{Name: "odd", Severity: lint.Error, Kinds: []object.Kind{object.ConfigMap}, Check: func(p *lint.Pass, o *object.Object) {
		for _, item := range o.Get("data").Seq() {
			p.Reportf(lint.At(o, item.Get("key")), "odd")
		}
	}}
	return lint.Run(lint.Input{Files: []*source.File{f}}, []*lint.Rule{rule}, lint.Defaults())
}
