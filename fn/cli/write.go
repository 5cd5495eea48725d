package cli

import (
	"errors"
	"os"
	"path/filepath"
)

// writeFile puts a new text in the place of a file, all of it or nothing: it is
// written beside the file and renamed over it, with its mode and its owner. A
// symlink stays one; its target is written.
func writeFile(name string, text []byte) error {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(real)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	temp, err := os.CreateTemp(filepath.Dir(real), ".gatefix-*")
	if err != nil {
		return err
	}
	if err := errors.Join(fill(temp, text, info), temp.Close()); err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	if err := os.Rename(temp.Name(), real); err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}

// fill writes the text and makes the file like the one it replaces. The owner
// comes first: changing it clears mode bits.
func fill(temp *os.File, text []byte, like os.FileInfo) error {
	if _, err := temp.Write(text); err != nil {
		return err
	}
	if err := keepOwner(temp, like); err != nil {
		return err
	}
	if err := temp.Chmod(like.Mode()); err != nil {
		return err
	}
	return temp.Sync()
}
