package project

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/overlay"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

// Options tell how files are judged.
type Options struct {
	Tree   Tree
	Config *lint.Config
	// ConfigTree is where the configurations of kpt packages are read; nil: Tree.
	ConfigTree Tree
	// Override puts settings over those of a kpt package. It may be nil.
	Override func(*lint.Config) error
	// CRDs are the definitions of the user.
	CRDs *crd.Store
	// Kustomize tells to judge also what kustomizations build.
	Kustomize bool
	// Boundary is the folder that rendering reads nothing outside of; "": it is
	// found.
	Boundary string
	// Repair chooses the findings that fix mode repairs; nil: all.
	Repair func(*lint.Finding) bool
}

// Judge runs all rules over the files. Errors are those of the configurations
// of packages. unreadable are definitions that turned out to be wrong, and the
// limit that the run was stopped by; notes tell what was not rendered.
func Judge(files []*source.File, o Options) (result *lint.Result, unreadable []*source.Error, notes []string, err error) {
	in := lint.Input{Files: files, Patches: patches(o.Tree, files), Known: rules.Names(), Schemas: o.CRDs.For, Repair: o.Repair}
	if in.Packages, in.Tooling, err = kptPackages(o.configTree(), files, o.Override); err != nil {
		return nil, nil, nil, err
	}
	over := overlays(files, o, in.Patches, in.Packages)
	if over != nil {
		in.Also = over.Also
	}
	result = lint.Run(in, rules.All, o.Config)
	if over != nil {
		notes = over.Notes()
	}
	if result.Stopped != nil {
		unreadable = append(unreadable, result.Stopped)
	}
	return result, append(unreadable, o.CRDs.Errors()...), notes, nil
}

func (o Options) configTree() Tree {
	if o.ConfigTree != nil {
		return o.ConfigTree
	}
	return o.Tree
}

// overlays prepares rendering what the kustomizations among the files build;
// nil where there are none.
func overlays(files []*source.File, o Options, patches object.Patches, packages []lint.Package) *overlay.Renderer {
	if !o.Kustomize {
		return nil
	}
	var dirs []string
	for _, f := range files {
		if dir := folder(f.Name); dir != "" && overlay.IsKustomization(f.Name) {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 {
		return nil
	}
	top := o.Boundary
	if top == "" {
		top = boundary(o.Tree, dirs)
	}
	return overlay.New(overlay.Options{
		Dir: top, Patches: patches, Packages: packages, Schemas: o.CRDs.For, Rules: rules.All, Config: o.Config,
	})
}
