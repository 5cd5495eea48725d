package overlay

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// estate is a base of objects under a number of overlays, each with a prefix, a
// namespace and a patch.
func estate(overlays, objects int) *txtar.Archive {
	var b strings.Builder
	b.WriteString("-- base/kustomization.yaml --\nresources: [all.yaml]\n-- base/all.yaml --\n")
	for i := range objects {
		fmt.Fprintf(&b, "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: r%d\nspec:\n  parentRefs:\n  - name: gw\n  rules:\n"+
			"  - matches:\n    - path: {type: PathPrefix, value: /r%d}\n    backendRefs:\n    - name: web\n      port: 80\n", i, i)
	}
	for i := range overlays {
		fmt.Fprintf(&b, "-- overlays/o%d/kustomization.yaml --\nresources: [../../base]\nnamePrefix: o%d-\nnamespace: ns%d\npatches: [{path: patch.yaml}]\n"+
			"-- overlays/o%d/patch.yaml --\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r0}\nspec: {hostnames: [bad.example.com]}\n", i, i, i, i)
	}
	return txtar.Parse([]byte(b.String()))
}

func BenchmarkOverlays(b *testing.B) {
	for _, size := range []struct{ overlays, objects int }{{1, 1}, {1, 50}, {20, 50}} {
		b.Run(fmt.Sprintf("%dx%d", size.overlays, size.objects), func(b *testing.B) {
			archive := estate(size.overlays, size.objects)
			files := inFolder(b, archive)
			for b.Loop() {
				// Parsed anew, as in a run.
				for i, f := range files {
					files[i], _ = source.Parse(f.Name, f.Bytes())
				}
				found := newRenderer(b, toys...).Also(files, nil)
				if len(found) != size.overlays {
					b.Fatal(found)
				}
			}
		})
	}
}

// BenchmarkNothingToRender is what every run without a kustomization pays.
func BenchmarkNothingToRender(b *testing.B) {
	files := inFolder(b, txtar.Parse([]byte("-- a.yaml --\na: b\n-- b.yaml --\na: b\n")))
	for b.Loop() {
		newRenderer(b, toys...).Also(files, []*lint.Finding{})
	}
}
