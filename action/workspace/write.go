package workspace

import (
	"errors"
	"os"
	"path"
)

// Replace writes a new text into a file that is there. The file stays the same
// one, with its owner and its mode: one renamed over it would belong to root,
// and steps behind this one could not touch it.
func (w *Workspace) Replace(name string, text []byte) error {
	info, err := w.lstat(name)
	if err != nil {
		return reason(err)
	}
	if !info.Mode().IsRegular() {
		return errors.New("not a file")
	}
	f, err := w.root.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return reason(err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// Create writes a file, with the directories above it, in the place of one that
// may be there. New ones belong to the owner of the repository.
func (w *Workspace) Create(name string, text []byte) error {
	if _, err := w.lstat(name); errors.Is(err, errSymlink) {
		return err
	}
	if dir := path.Dir(name); dir != "." {
		if err := w.mkdir(dir); err != nil {
			return err
		}
	}
	_, err := w.root.Lstat(name)
	if err == nil {
		return w.Replace(name, text)
	}
	f, err := w.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return reason(err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close(), w.own(name))
}

func (w *Workspace) mkdir(dir string) error {
	if _, err := w.root.Lstat(dir); err == nil {
		return nil
	}
	if up := path.Dir(dir); up != "." {
		if err := w.mkdir(up); err != nil {
			return err
		}
	}
	if err := w.root.Mkdir(dir, 0o755); err != nil {
		return reason(err)
	}
	return w.own(dir)
}
