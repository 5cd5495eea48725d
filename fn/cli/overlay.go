package cli

import (
	"os"
	"path/filepath"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/overlay"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/schema/crd"
)

// kustomizeModes are what --kustomize may be.
var kustomizeModes = []string{"auto", "off"}

// overlays prepares rendering what the kustomizations of the input build; nil
// where there are none.
func (r *run) overlays(in *inputs, cfg *lint.Config, packages []lint.Package, defs *crd.Store) *overlay.Renderer {
	if r.opts.kustomize == "off" {
		return nil
	}
	var dirs []string
	for _, f := range in.files {
		if at, err := filepath.Abs(filepath.FromSlash(f.Name)); err == nil && f.Name != stdinName && overlay.IsKustomization(f.Name) {
			dirs = append(dirs, filepath.Dir(at))
		}
	}
	if len(dirs) == 0 {
		return nil
	}
	return overlay.New(overlay.Options{
		Dir: boundary(dirs), Patches: in.patches, Packages: packages, Schemas: defs.For, Rules: rules.All, Config: cfg,
	})
}

// boundary is the folder that rendering reads nothing outside of: the
// repository, else the working directory, else what holds all kustomizations.
func boundary(dirs []string) string {
	common := dirs[0]
	for _, dir := range dirs[1:] {
		for !isBelow(dir, common) {
			common = filepath.Dir(common)
		}
	}
	for dir := common; ; dir = filepath.Dir(dir) {
		if isRepository(dir) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if cwd, err := os.Getwd(); err == nil && isBelow(common, cwd) {
		return cwd
	}
	return common
}

func isBelow(dir, top string) bool {
	rel, err := filepath.Rel(top, dir)
	return err == nil && filepath.IsLocal(rel)
}
