package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/project"
)

// loadConfig reads the configuration: the file named, else the one found, else
// the defaults.
func loadConfig(name string) (*lint.Config, error) {
	if name == "" {
		if name = findConfig(); name == "" {
			return lint.Defaults(), nil
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: configuration: cannot be read: %v", name, reason(err))
	}
	return project.ParseConfig(name, text)
}

// findConfig looks from the working directory up to the root of the repository
// or, outside of one, of the file system.
func findConfig() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	shown := "" // the directory as seen from the working directory
	for {
		if exists(filepath.Join(dir, project.ConfigName)) {
			return filepath.Join(shown, project.ConfigName)
		}
		parent := filepath.Dir(dir)
		if project.IsRepository(project.Disk{}, dir) || parent == dir {
			return ""
		}
		dir, shown = parent, filepath.Join("..", shown)
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// today is the day that the dates in ignores, which bear no zone, are compared
// with.
func today() time.Time {
	y, m, d := time.Now().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
