package cli

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Main runs the program in the process that it has for itself, and returns the
// exit status.
func Main(version string) int {
	if os.Getenv("GOGC") == "" {
		collectLate()
	}
	return Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: version}.Main(os.Args[1:])
}

// How much the heap may grow before it is looked through again, in percent.
const (
	// smallGrowth lets a small run end without any of it: 4 MB, where Go starts,
	// become 32.
	smallGrowth = 800
	// growth is for the others. What a run reads it keeps to the end, so a heap
	// that may double costs memory and saves little time.
	growth = 50
)

// collectLate has the garbage collector begin late and go on as usual: the
// first collection drops what the cleanup is attached to.
func collectLate() {
	debug.SetGCPercent(smallGrowth)
	runtime.AddCleanup(new([16]byte), func(int) { debug.SetGCPercent(growth) }, 0)
}
