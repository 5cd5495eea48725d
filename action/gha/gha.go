package gha

import (
	"fmt"
	"io"
	"os"

	"github.com/sethvargo/go-githubactions"
)

// Toolkit is a step's line to its runner. It is not for several goroutines.
type Toolkit struct {
	action  *githubactions.Action
	out     io.Writer
	getenv  func(string) string
	written int // bytes of the summary
}

// New returns a Toolkit that writes to the step's log and finds its files by
// the environment.
func New(log io.Writer, getenv func(string) string) *Toolkit {
	return &Toolkit{
		action: githubactions.New(githubactions.WithWriter(log), githubactions.WithGetenv(getenv)),
		out:    log, getenv: getenv,
	}
}

// Log prints a text for people, whatever it holds.
func (t *Toolkit) Log(text string) {
	for _, line := range lines(text) {
		fmt.Fprintln(t.out, Clean(line))
	}
}

// Group prints a text that is folded in the log below its title.
func (t *Toolkit) Group(title, text string) {
	t.action.Group(inert(title))
	t.Log(text)
	t.action.EndGroup()
}

// Getenv reads the environment.
func (t *Toolkit) Getenv(key string) string { return t.getenv(key) }

// fileFor returns the file that a command is written to, or why there is none:
// steps outside of a runner have no such files, and the library panics then.
func (t *Toolkit) fileFor(env string) error {
	name := t.getenv(env)
	if name == "" {
		return fmt.Errorf("%s is not set", env)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", env)
	}
	return nil
}

// issue appends to one of the step's files.
func (t *Toolkit) issue(name, env, message string) (err error) {
	if err := t.fileFor(env); err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s cannot be written: %v", env, p)
		}
	}()
	t.action.IssueFileCommand(&githubactions.Command{Name: name, Message: message})
	return nil
}
