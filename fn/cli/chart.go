package cli

import (
	"io/fs"
	"path"
	"path/filepath"

	"github.com/gatefix/gatefix/fn/project"
)

// The templates of a Helm chart are programs that write YAML, and seldom YAML
// themselves. They are judged when they are rendered.
// https://helm.sh/docs/topics/charts/#the-chart-file-structure

func isTemplates(dir string) bool { return project.IsTemplates(project.Disk{}, dir) }

// inTemplates reports whether a directory is, or is below, one that holds the
// templates of a chart.
func inTemplates(dir string) bool {
	for parent := filepath.Dir(dir); dir != parent; dir, parent = parent, filepath.Dir(parent) {
		if isTemplates(dir) {
			return true
		}
	}
	return false
}

// skipTemplates counts the files that are left out of a directory that holds
// templates, or is below one that does.
func (f *finder) skipTemplates(name, real string) {
	if n := countManifests(real); n > 0 {
		for ; !isTemplates(real); real = filepath.Dir(real) {
			name = path.Join(name, "..")
		}
		f.charts = append(f.charts, path.Join(name, ".."))
		f.templates += n
	}
}

func countManifests(dir string) int {
	n := 0
	// What cannot be read is not counted; it would not have been read either.
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && project.IsManifest(d.Name()) {
			n++
		}
		return nil
	})
	return n
}
