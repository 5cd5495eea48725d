//go:build unix

package cli

import (
	"fmt"
	"os"
	"syscall"
)

// keepOwner gives a file the owner and the group of another one. Where that is
// not allowed the file is better left as it was.
func keepOwner(f *os.File, like os.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	is, ok := info.Sys().(*syscall.Stat_t)
	want, alsoOK := like.Sys().(*syscall.Stat_t)
	if !ok || !alsoOK || is.Uid == want.Uid && is.Gid == want.Gid {
		return nil
	}
	if err := f.Chown(int(want.Uid), int(want.Gid)); err != nil {
		return fmt.Errorf("its owner (%d:%d) cannot be kept: %w", want.Uid, want.Gid, reason(err))
	}
	return nil
}
