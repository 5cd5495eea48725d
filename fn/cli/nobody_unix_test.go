//go:build unix

package cli

import (
	"os"
	"syscall"
)

// nobody is a user and a group without rights.
const nobody = 65534

func dropPrivileges() {
	if os.Geteuid() != 0 {
		return
	}
	for _, err := range []error{syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)} {
		if err != nil {
			panic(err)
		}
	}
}
