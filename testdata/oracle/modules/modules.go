// Package modules finds the folders of Go modules, which carry the
// CustomResourceDefinitions of the project's versions.
package modules

import (
	"encoding/json"
	"fmt"
	"os/exec"
)

// Module is a version of a module, with the checksum of its files as go.sum
// writes it.
type Module struct{ Path, Version, Sum string }

// Folder returns where the module's files are. They are downloaded where they
// are not in the module cache; a module that is another than the one pinned is
// an error.
func (m Module) Folder() (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", m.Path+"@"+m.Version).Output()
	var got struct{ Dir, Sum, Error string }
	if jerr := json.Unmarshal(out, &got); jerr != nil {
		return "", fmt.Errorf("%s@%s: %v, %w", m.Path, m.Version, err, jerr)
	}
	switch {
	case got.Error != "":
		return "", fmt.Errorf("%s", got.Error)
	case got.Sum != m.Sum:
		return "", fmt.Errorf("%s@%s has the checksum %s; pinned is %s", m.Path, m.Version, got.Sum, m.Sum)
	}
	return got.Dir, nil
}
