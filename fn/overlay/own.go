package overlay

import (
	"encoding/json"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// withoutGatefix leaves Gatefix itself out of the functions of a kustomization:
// what it would repair in the build is what is looked for.
func (v *view) withoutGatefix(k *kustomization, fields map[string]json.RawMessage) {
	entries := k.root.Get("transformers").Seq()
	var list []json.RawMessage
	if json.Unmarshal(fields["transformers"], &list) != nil || len(list) != len(entries) {
		return
	}
	var kept []json.RawMessage
	for i, n := range entries {
		if !v.isGatefix(k, n.Text()) {
			kept = append(kept, list[i])
		}
	}
	fields["transformers"] = marshal(kept)
}

// isGatefix reports whether an entry of the transformers, a file or its text,
// is the configuration of Gatefix and nothing else.
func (v *view) isGatefix(k *kustomization, entry string) bool {
	var f *source.File
	if isInline(entry) {
		f, _ = source.Parse(k.file.Name, []byte(entry))
	} else {
		f = v.parsed(realPath(k.resolve(entry)))
	}
	return f != nil && len(f.Docs) > 0 && !slices.ContainsFunc(f.Docs, func(d *source.Doc) bool {
		return d.Err() != nil || d.Root().Get("kind").Text() != lint.ConfigKind || d.Root().Get("apiVersion").Text() != lint.ConfigAPIVersion
	})
}
