package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// replacement is a new text for a file that lies beside it, with the mode and
// the owner of the file, to be renamed over it: all of it is written or nothing.
type replacement struct {
	shown  string // the file as reports call it
	real   string // the file; of a symlink, its target
	temp   string // the new text; "": renamed or removed
	before []byte // the text that it replaces
}

// writeFile puts a new text in the place of a file. A symlink stays one; its
// target is written.
func writeFile(name string, text []byte) error {
	p, err := prepare(name, nil, text)
	if err != nil {
		return err
	}
	defer p.discard()
	return p.commit()
}

// prepare writes the new text of a file beside it. The file must hold the old
// one still, unless that is nil: what somebody wrote since is not lost.
func prepare(name string, before, text []byte) (*replacement, error) {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	if before != nil {
		now, err := os.ReadFile(real)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(now, before) {
			return nil, errors.New("it was changed in the meantime; run again")
		}
	}
	temp, err := os.CreateTemp(filepath.Dir(real), ".gatefix-*")
	if err != nil {
		return nil, err
	}
	p := &replacement{real: real, temp: temp.Name(), before: before}
	if err := errors.Join(fill(temp, text, info), temp.Close()); err != nil {
		p.discard()
		return nil, err
	}
	return p, nil
}

func (p *replacement) commit() error {
	if err := os.Rename(p.temp, p.real); err != nil {
		return err
	}
	p.temp = ""
	return nil
}

// discard removes the new text where it was not used. That it cannot be is no
// more to be helped.
func (p *replacement) discard() {
	if p.temp != "" {
		_ = os.Remove(p.temp)
		p.temp = ""
	}
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
