package overlay

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"sigs.k8s.io/yaml"

	"github.com/gatefix/gatefix/fn/source"
)

// kustomization returns a kustomization as kustomize is to see it, or refuses
// what it would fetch.
func (v *view) kustomization(path string, text []byte) ([]byte, error) {
	f := v.parsed(path)
	if f == nil {
		return text, nil
	}
	k := newKustomization(path, f)
	if k == nil {
		return text, nil // kustomize says what is wrong with it
	}
	v.kustomizations = append(v.kustomizations, k)
	if err := v.checkLocal(k); err != nil {
		return nil, err
	}
	v.assign(k)
	return v.edited(k, text)
}

// checkLocal refuses what is not a local file. kustomize takes what it does not
// find for a repository and runs git, so a folder has to be there.
func (v *view) checkLocal(k *kustomization) error {
	builds := k.refersTo()
	for _, n := range slices.Concat(builds, k.loaded(), k.data()) {
		if ref := fileOfData(n.Text()); isRemote(ref) || isRemote(n.Text()) {
			return v.refuse("%s: %q is remote; only what is in local files is rendered", v.at(k.doc(), n), n.Text())
		}
	}
	for _, n := range builds {
		if err := v.checkThere(k, n); err != nil {
			return err
		}
	}
	return v.checkInline(k)
}

// checkThere says in plain words why kustomize would not read something.
func (v *view) checkThere(k *kustomization, n *source.Node) error {
	path := realPath(k.resolve(n.Text()))
	rel, err := filepath.Rel(k.dir(), path)
	switch {
	case !below(path, v.dir):
		return v.refuse("%s: %q is outside of %s, and is not read", v.at(k.doc(), n), n.Text(), filepath.ToSlash(v.dir))
	case !v.Exists(path):
		return v.refuse("%s: %q is not there", v.at(k.doc(), n), n.Text())
	case !v.IsDir(path) && (err != nil || !filepath.IsLocal(rel)):
		return v.refuse("%s: the file %q is above the folder of its kustomization; allowed: files in or below it, and folders with a kustomization of their own", v.at(k.doc(), n), n.Text())
	}
	return nil
}

// checkInline refuses plugins written in the kustomization that would fetch.
func (v *view) checkInline(k *kustomization) error {
	for _, field := range []string{"generators", "transformers", "validators"} {
		for _, n := range k.root.Get(field).Seq() {
			if s := n.Text(); isInline(s) {
				if f, err := source.Parse(k.file.Name, []byte(s)); err == nil && fetches(f) {
					return v.refuse("%s: it names something remote; only what is in local files is rendered", v.at(k.doc(), n))
				}
			}
		}
	}
	return nil
}

// at is a place in the form file:line:column.
func (v *view) at(d *source.Doc, n *source.Node) string {
	pos := d.File.Position(d.Span(n).Start)
	return fmt.Sprintf("%s:%d:%d", d.File.Name, pos.Line, pos.Column)
}

// fetched are the keys under which the plugins that are built in are told what
// to load.
var fetched = map[string]bool{"path": true, "paths": true, "files": true, "envs": true, "env": true}

// fetches reports whether the configuration of a plugin names something remote.
func fetches(f *source.File) bool {
	found := false
	for _, d := range f.Docs {
		d.Root().Walk(func(n *source.Node) bool {
			for _, p := range n.Pairs {
				if fetched[p.Key.Value] {
					p.Value.Walk(func(n *source.Node) bool {
						found = found || isRemote(n.Text()) || isRemote(fileOfData(n.Text()))
						return true
					})
				}
			}
			return !found
		})
	}
	return found
}

// assign notes what the files that a kustomization names are used for.
func (v *view) assign(k *kustomization) {
	set := func(ref string, r role) {
		path := realPath(k.resolve(ref))
		v.roles[path] = max(v.roles[path], r)
	}
	for _, n := range k.root.Get("resources").Seq() {
		set(n.Text(), objectFile)
	}
	for _, field := range []string{"generators", "transformers", "validators"} {
		for _, n := range k.root.Get(field).Seq() {
			if !isInline(n.Text()) {
				set(n.Text(), pluginFile)
			}
		}
	}
	for _, p := range k.patches() {
		if p.path != "" {
			set(p.path, patchFile)
		}
	}
	for _, n := range k.data() {
		set(fileOfData(n.Text()), dataFile)
	}
}

// edited is a kustomization in which patches that are text are traced, Helm
// charts and Gatefix itself are left out and, in the root, the annotations of kustomize are asked
// for. It is written as JSON, into which kustomize would turn it anyway.
func (v *view) edited(k *kustomization, text []byte) ([]byte, error) {
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return text, nil // kustomize says the same
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(asJSON, &fields); err != nil {
		return text, nil
	}
	for _, name := range []string{"helmCharts", "helmChartInflationGenerator", "helmGlobals"} {
		delete(fields, name)
	}
	v.traceInline(k, fields)
	v.withoutGatefix(k, fields)
	if k.dir() == v.top {
		var asked []string
		_ = json.Unmarshal(fields["buildMetadata"], &asked)
		fields["buildMetadata"] = marshal(append(asked, "originAnnotations", "transformerAnnotations"))
	}
	return marshal(fields), nil
}

// traceInline adds our annotations to the patches that are written in the
// kustomization itself.
func (v *view) traceInline(k *kustomization, fields map[string]json.RawMessage) {
	for _, p := range k.patches() {
		if p.inline == nil {
			continue
		}
		field := p.entry.Path()[0].Key
		index := p.entry.Path()[1].Index
		var list []json.RawMessage
		if json.Unmarshal(fields[field], &list) != nil || index >= len(list) {
			continue
		}
		text, ok := v.trace.inline(p)
		switch {
		case !ok:
			continue
		case field == "patchesStrategicMerge":
			list[index] = marshal(text)
		default:
			var entry map[string]json.RawMessage
			if json.Unmarshal(list[index], &entry) != nil {
				continue
			}
			entry["patch"] = marshal(text)
			list[index] = marshal(entry)
		}
		fields[field] = marshal(list)
	}
}

// marshal writes values that JSON can hold.
func marshal(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}

// manifest returns any other file as kustomize is to see it.
func (v *view) manifest(path string, text []byte) ([]byte, error) {
	r := v.roles[path]
	if r == dataFile {
		return text, nil
	}
	f := v.parsed(path)
	if f == nil {
		return text, nil
	}
	if err := v.checkAliases(f); err != nil {
		return nil, err
	}
	switch r {
	case pluginFile:
		if fetches(f) {
			return nil, v.refuse("%s names something remote; only what is in local files is rendered", f.Name)
		}
	case objectFile, patchFile:
		return v.trace.file(path, f), nil
	}
	return text, nil
}

// checkAliases refuses a document that its aliases make grow without end:
// kustomize writes them out.
func (v *view) checkAliases(f *source.File) error {
	for _, d := range f.Docs {
		if !d.Root().Within(v.limits.Expanded) {
			return v.refuse("%s holds more than %d values; its aliases may repeat each other", f.Name, v.limits.Expanded)
		}
	}
	return nil
}
