package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/diff"
	"github.com/gatefix/gatefix/fn/lint"
)

const fixHelp = `Repair manifests in place, and report what remains. An edit touches only what it
repairs: comments, order, quoting and all other bytes stay.

Only safe fixes are made, those where the intended meaning is certain. --unsafe
makes the likely ones too; look at them with --diff. Findings that a baseline of
"gatefix check" accepts are repaired like all others.
` + pathHelp + `
With "-", standard input is repaired to standard output, and the report goes to
standard error. What was read always goes out, also where parts of it could not
be read or repaired: look at the exit status.

With --diff, a diff goes to standard output and the report to standard error.

Exit status: 0 nothing at or above the threshold (--fail-on) remains, 1 findings
remain, 2 bad usage, bad configuration, or a file that cannot be read or
written. --diff writes no file, so all findings remain: the status is that of
"gatefix check".`

const fixExamples = `  gatefix fix .
  gatefix fix --diff --unsafe routes/ | less
  helm install web ./chart --post-renderer gatefix --post-renderer-args fix --post-renderer-args -`

func (c *Command) fixCommand(status *int) *cobra.Command {
	r := &run{Command: c, mode: lint.FixMode, opts: &options{}}
	cmd := &cobra.Command{
		Use:     "fix PATH...",
		Short:   "Repair mistakes and report what remains",
		Long:    fixHelp,
		Example: fixExamples,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*status, err = r.main(cmd, args)
			return err
		},
	}
	cmd.Flags().BoolVar(&r.opts.diff, "diff", false, "print a diff and write nothing")
	cmd.Flags().BoolVar(&r.opts.unsafe, "unsafe", false, "also make the fixes that are likely right, but not certain")
	r.opts.register(cmd)
	return cmd
}

// emit puts the repaired texts where they belong, and returns what is so then.
func (r *run) emit(in *inputs, result *lint.Result) (*lint.Result, error) {
	switch {
	case r.mode != lint.FixMode:
		return result, nil
	case r.opts.diff:
		return result, r.emitDiff(in, result)
	case in.stdin != nil:
		return result, r.emitStream(in, result)
	}
	return r.emitFiles(in, result)
}

func (r *run) emitDiff(in *inputs, result *lint.Result) error {
	for i, f := range result.Files {
		if _, err := io.WriteString(r.Stdout, diff.Unified(f.Name, in.files[i].Bytes(), f.Bytes())); err != nil {
			return fmt.Errorf("the diff cannot be written: %w", reason(err))
		}
	}
	return nil
}

// emitStream writes the stream, repaired where it could be read.
func (r *run) emitStream(in *inputs, result *lint.Result) error {
	if in.large != nil {
		return in.large.HandOn(r.Stdout, r.Stdin)
	}
	text := in.stdin
	if len(result.Files) > 0 {
		text = result.Files[0].Bytes()
	}
	if _, err := r.Stdout.Write(text); err != nil {
		return fmt.Errorf("the stream cannot be written: %w", reason(err))
	}
	return nil
}
