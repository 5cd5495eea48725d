package crd

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
)

// Judging an object whose schema is compiled.
func BenchmarkProblems(b *testing.B) {
	s := mustLoad(b, "testdata/crds")
	o := objectsOf(mustParse(b, "good.yaml", read1(b, "testdata/cases/good.yaml")))[0]
	v := s.For(object.NewSet(nil, nil))
	b.ReportAllocs()
	for b.Loop() {
		v.Problems(o)
	}
}

// The first object of a kind: its rules are compiled.
func BenchmarkFirstOfKind(b *testing.B) {
	o := objectsOf(mustParse(b, "good.yaml", read1(b, "testdata/cases/good.yaml")))[0]
	for b.Loop() {
		b.StopTimer()
		s := mustLoad(b, "testdata/crds")
		b.StartTimer()
		s.For(object.NewSet(nil, nil)).Problems(o)
	}
}

// Reading definitions: those of GATEFIX_CRDS, or of the tests.
func BenchmarkLoad(b *testing.B) {
	names := []string{"testdata/crds"}
	if dirs := os.Getenv("GATEFIX_CRDS"); dirs != "" {
		names = filepath.SplitList(dirs)
	}
	for b.Loop() {
		mustLoad(b, names...)
	}
}

// Judging the objects of GATEFIX_CORPUS by GATEFIX_CRDS, kind by kind.
func BenchmarkCorpus(b *testing.B) {
	if os.Getenv("GATEFIX_CRDS") == "" || os.Getenv("GATEFIX_CORPUS") == "" {
		b.Skip("GATEFIX_CRDS and GATEFIX_CORPUS name no directories")
	}
	s := mustLoad(b, filepath.SplitList(os.Getenv("GATEFIX_CRDS"))...)
	v := s.For(object.NewSet(nil, nil))
	kinds := map[string][]*object.Object{}
	for _, dir := range filepath.SplitList(os.Getenv("GATEFIX_CORPUS")) {
		for _, f := range corpusFiles(b, dir) {
			for _, o := range objectsOf(f) {
				if _, ok := v.Problems(o); ok {
					kinds[o.Kind.Name] = append(kinds[o.Kind.Name], o)
				}
			}
		}
	}
	for name, objects := range kinds {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				v.Problems(objects[i%len(objects)])
				i++
			}
		})
	}
}
