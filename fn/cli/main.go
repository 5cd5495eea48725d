package cli

import (
	"os"
	"runtime/debug"
)

// Main runs the program in the process that it has for itself, and returns the
// exit status.
func Main(version string) int {
	if os.Getenv("GOGC") == "" {
		// What a run reads it keeps to the end, so a heap that may double before
		// it is looked through again costs memory and saves little time.
		debug.SetGCPercent(50)
	}
	return Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: version}.Main(os.Args[1:])
}
