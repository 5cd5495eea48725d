package source

import (
	"testing"
	"unsafe"
)

// A run holds the nodes of all documents it looks at: a field more is a tenth
// more memory.
func TestNodesAreSmall(t *testing.T) {
	if size := unsafe.Sizeof(Node{}); size > 64 {
		t.Errorf("a Node is %d bytes, want at most 64", size)
	}
}
