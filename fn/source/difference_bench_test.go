package source

import (
	"fmt"
	"strings"
	"testing"
)

// A repair is shown without a look at the rest of its file: four times as many
// documents, each with one, take four times as long.
func BenchmarkReplacements(b *testing.B) {
	for _, n := range []int{1000, 4000} {
		f, err := Parse("a.yaml", []byte(strings.Join(manyLines("kind: A\nmetadata: {name: a%d}\nspec: {x: 1}\n", n), "---\n")))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				for _, d := range f.Docs {
					if _, err := Replacements([]Edit{Set(d, P("spec", "x"), 2)}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
