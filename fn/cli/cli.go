package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/krm"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

// Exit statuses, the same for every command and every format.
const (
	ExitOK       = report.OK       // nothing at or above failOn remains
	ExitFindings = report.Failed   // findings remain
	ExitUnusable = report.Unusable // bad usage, bad configuration or unreadable input
)

// Command is the program.
type Command struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Version is what was set when the binary was built; "": the build's own
	// record is asked.
	Version string
	// IsTerminal tells whether a stream is a terminal; nil: the system is asked.
	IsTerminal func(stream any) bool
}

// Main runs the program with its arguments (the program's name left out) and
// returns the exit status.
func (c Command) Main(args []string) int {
	if c.IsTerminal == nil {
		c.IsTerminal = isTerminal
	}
	status, err := c.run(args)
	if err != nil {
		fmt.Fprintf(c.Stderr, "error: %v\n", err)
		return ExitUnusable
	}
	return status
}

func (c *Command) run(args []string) (status int, err error) {
	if len(args) == 0 && !c.IsTerminal(c.Stdin) {
		// A host starts the function anew for every list, so it does not wait
		// for commands and flags to be made ready.
		return c.bare()
	}
	root := c.root(&status)
	root.SetArgs(append([]string{}, args...))
	err = root.Execute()
	return status, err
}

const rootHelp = `Gatefix finds and repairs mistakes in Kubernetes manifests for agentgateway,
kgateway and the Gateway API, before they reach a cluster.

Without a command and with a ResourceList on standard input it is a KRM
function, as kustomize and kpt run it.

Exit status: 0 nothing at or above the threshold (--fail-on) remains, 1 findings
remain, 2 bad usage, bad configuration or unreadable input.`

func (c *Command) root(status *int) *cobra.Command {
	version := false
	root := &cobra.Command{
		Use:           "gatefix",
		Short:         "Find and repair mistakes in Gateway API and agentgateway manifests",
		Long:          rootHelp,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			switch {
			case version:
				_, err = fmt.Fprintln(c.Stdout, c.version())
			case c.IsTerminal(c.Stdin):
				err = cmd.Help()
			default:
				*status, err = c.bare()
			}
			return err
		},
	}
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	// Not cobra's own: printing through a template makes the linker keep every
	// method there is, a third of the binary.
	root.Flags().BoolVarP(&version, "version", "v", false, "version for gatefix")
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(c.checkCommand(status), c.fixCommand(status), c.graphCommand(status), c.explainCommand(), c.rulesCommand(), c.versionCommand())
	refuseUnknownHelp(root)
	return root
}

// refuseUnknownHelp makes "help nosuch" bad usage; cobra's own has status 0.
func refuseUnknownHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Args = func(_ *cobra.Command, args []string) error {
			_, _, err := root.Find(args)
			return err
		}
	}
}

// bare is the program without a command, fed by something: the KRM function
// where that is a host. Silence would be the worst answer to any other stream:
// kustomize takes an empty output with status 0 for an empty build.
func (c *Command) bare() (int, error) {
	input, err := source.Read(c.Stdin, krm.MaxInput)
	var large *source.TooLarge
	if errors.As(err, &large) && function.opens(large.Start()) {
		return krm.HandOn(large, c.Stdin, c.Stdout, c.Stderr), nil
	}
	if err != nil {
		return ExitUnusable, fmt.Errorf("standard input cannot be read: %v", reason(err))
	}
	if function.opens(input) {
		return function.run(input, c.Stdout, c.Stderr), nil
	}
	return ExitUnusable, fmt.Errorf(`no command, and standard input is not a ResourceList; to read manifests from it: "gatefix check -" or "gatefix fix -"`)
}
