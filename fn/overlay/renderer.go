package overlay

import (
	"bytes"
	"os"
	"sync"
	"time"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// Renderer judges what the kustomizations of an input build. It is for one run.
type Renderer struct {
	options  Options
	deadline time.Time
	paths    map[string]string // of the files of the input by name
	notes    []string
}

// Options tell what to render and how to judge it.
type Options struct {
	// Dir is the folder that nothing is read outside of: a repository, say. It
	// must be absolute.
	Dir string
	// Patches tells files of kustomize patches, as [lint.Input] does.
	Patches func(file string) bool
	// Packages are those of the run.
	Packages []lint.Package
	// Schemas judge objects by the definitions of a user, as in [lint.Input].
	Schemas func(*object.Set) schema.Validator
	Rules   []*lint.Rule
	Config  *lint.Config
	Limits  Limits // zero: [DefaultLimits]
}

// New returns a Renderer.
func New(o Options) *Renderer {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits
	}
	o.Dir = realPath(o.Dir)
	return &Renderer{options: o, paths: map[string]string{}}
}

// Notes returns what was not rendered in the last round, and why, a line each.
func (r *Renderer) Notes() []string { return r.notes }

// build is one round: the files as they are then, and everything rendered of
// them.
type build struct {
	dir, cwd   string
	limits     Limits
	os         *os.Root
	inputOrder []*source.File
	input      map[string]*source.File // by path
	trace      *tracer

	mu      sync.Mutex              // a build that nobody waits for may still read
	disk    map[string][]byte       // files beside the input
	outside map[string]*source.File // the same, parsed
}

// Also returns the findings in what the kustomizations among the files build,
// those left out that the plain files show already. It is made for the field of
// that name of [lint.Input].
func (r *Renderer) Also(files []*source.File, plain []*lint.Finding) []*lint.Finding {
	r.notes = nil
	roots := r.roots(files)
	if len(roots) == 0 {
		return nil
	}
	b, err := r.open(files)
	if err != nil {
		r.note("overlays are not rendered: %v", err)
		return nil
	}
	defer b.os.Close()
	built := r.render(b, roots)
	j := &judge{Renderer: r, build: b, built: built, plain: plain}
	return j.findings()
}

func (r *Renderer) open(files []*source.File) (*build, error) {
	root, err := os.OpenRoot(r.options.Dir)
	if err != nil {
		return nil, err
	}
	b := &build{
		dir: r.options.Dir, limits: r.options.Limits, os: root, trace: newTracer(),
		inputOrder: files, input: map[string]*source.File{}, disk: map[string][]byte{}, outside: map[string]*source.File{},
	}
	if b.cwd, err = os.Getwd(); err != nil {
		b.cwd = b.dir
	}
	b.cwd = realPath(b.cwd)
	for _, f := range files {
		if path := r.where(f.Name); path != "" {
			b.input[path] = f
		}
	}
	return b, nil
}

// render builds the roots one after the other, since kustomize shares state
// between builds.
func (r *Renderer) render(b *build, roots []*kustomization) []*rendered {
	if r.deadline.IsZero() {
		r.deadline = time.Now().Add(r.options.Limits.Time)
	}
	var out []*rendered
	for i, k := range roots {
		if i == r.options.Limits.Roots {
			r.note("%d more kustomizations are not rendered: at most %d are", len(roots)-i, i)
			break
		}
		done, why := b.render(k, r.deadline)
		if why != nil {
			r.note("%s is not rendered: %s", folderOf(k), why.message)
			continue
		}
		out = append(out, done)
		for _, k := range done.kustomizations {
			if n := len(k.charts()); n > 0 {
				r.note("the Helm charts of %s are not rendered (%d); run: kustomize build --enable-helm %s | gatefix check -", k.file.Name, n, folderOf(done.root))
			}
		}
	}
	return out
}

// Build returns what the roots among the files build, by folder, in the order
// of `kustomize build --reorder none`. Helm charts are left out; roots that are
// not rendered are missing, and in the notes.
func (r *Renderer) Build(files []*source.File) (map[string][]byte, error) {
	r.notes = nil
	out := map[string][]byte{}
	roots := r.roots(files)
	if len(roots) == 0 {
		return out, nil
	}
	b, err := r.open(files)
	if err != nil {
		return nil, err
	}
	defer b.os.Close()
	for _, done := range r.render(b, roots) {
		var texts [][]byte
		for _, o := range done.objects {
			texts = append(texts, o.file.Bytes())
		}
		out[folderOf(done.root)] = bytes.Join(texts, []byte("---\n"))
	}
	return out, nil
}
