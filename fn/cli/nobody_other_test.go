//go:build !unix

package cli

const nobody = 0

func dropPrivileges() {}
