//go:build unix

package workspace

import (
	"os"
	"syscall"
)

// own gives a file to the owner of the repository, where we may.
func (w *Workspace) own(name string) error {
	info, err := w.root.Stat(".")
	if err != nil {
		return err
	}
	is, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	return reason(w.root.Lchown(name, int(is.Uid), int(is.Gid)))
}
