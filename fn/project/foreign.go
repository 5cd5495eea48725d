package project

import (
	"bytes"
	"path/filepath"
)

// IsForeignJSON reports a file such as package.json or tsconfig.json, which may
// have comments and would be no YAML then.
func IsForeignJSON(name string, text []byte) bool {
	return filepath.Ext(name) == ".json" && !bytes.Contains(text, []byte(`"apiVersion"`))
}

// IsTemplates reports whether a directory holds the templates of a Helm chart:
// programs that write YAML, and seldom YAML themselves.
// https://helm.sh/docs/topics/charts/#the-chart-file-structure
func IsTemplates(t Tree, dir string) bool {
	return filepath.Base(dir) == "templates" && t.Exists(filepath.Join(filepath.Dir(dir), "Chart.yaml"))
}
