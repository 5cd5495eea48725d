package cli

import (
	"io"

	"github.com/gatefix/gatefix/fn/krm"
)

// door is another way into the program, chosen by what stands on standard
// input.
type door struct {
	accepts func(input []byte) bool
	run     func(input []byte, stdout, stderr io.Writer) int
}

// function is the KRM door.
var function = door{krm.IsResourceList, krm.Run}

// opens reports whether the door is there and the input is meant for it.
func (d door) opens(input []byte) bool { return d.accepts != nil && d.accepts(input) }
