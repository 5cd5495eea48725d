package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal asks the system. /dev/null is a character device and no terminal,
// so the file mode does not tell.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colored reports whether colours are wanted on a stream.
// https://no-color.org, https://bixense.com/clicolors
func (c *Command) colored(w io.Writer) bool {
	if os.Getenv("NO_COLOR") != "" {
		return false
	}
	if force := os.Getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return c.IsTerminal(w) && os.Getenv("TERM") != "dumb"
}
