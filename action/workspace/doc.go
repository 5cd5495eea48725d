// Package workspace finds, reads and writes files of the checkout, and no
// others: everything goes through an [os.Root], symlinks are passed over, and
// the work is bounded. A pull request may hold a symlink to /proc/self/environ
// or to the files that the runner reads its outputs from, and the container runs
// as root.
package workspace
