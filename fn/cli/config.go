package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/source"
)

// configName is the configuration that is found without being named.
const configName = ".gatefix.yaml"

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
	f, err := source.Parse(filepath.ToSlash(name), text)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Docs[1:] {
		if root := d.Root(); root != nil && !root.IsNull() {
			pos := f.Position(d.Span(root).Start)
			return nil, &source.Error{File: f.Name, Position: pos, Message: "configuration: a second document; allowed: one"}
		}
	}
	cfg, err := lint.ParseConfig(f.Docs[0], rules.Names())
	if err != nil {
		return nil, err
	}
	for i, c := range cfg.CRDs {
		if c = filepath.FromSlash(c); !filepath.IsAbs(c) {
			cfg.CRDs[i] = filepath.Join(filepath.Dir(name), c)
		}
	}
	return cfg, nil
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
		if exists(filepath.Join(dir, configName)) {
			return filepath.Join(shown, configName)
		}
		parent := filepath.Dir(dir)
		if isRepository(dir) || parent == dir {
			return ""
		}
		dir, shown = parent, filepath.Join("..", shown)
	}
}

// isRepository reports whether the directory is the root of a git repository.
// In a linked worktree .git is a file.
func isRepository(dir string) bool { return exists(filepath.Join(dir, ".git")) }

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
