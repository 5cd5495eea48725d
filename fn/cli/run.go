package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

// run is one check, fix or graph.
type run struct {
	*Command
	mode     lint.Mode
	opts     *options
	progress *progress
	// judge judges, or repairs, what was read; repair chooses the findings that
	// are repaired, nil: all.
	judge func(in *inputs, repair func(*lint.Finding) bool) (*lint.Result, []*source.Error, []string, error)
}

// main checks, or repairs, what the arguments name. Errors are those of usage
// and configuration, and of writing to standard output.
func (r *run) main(cmd *cobra.Command, args []string) (int, error) {
	if err := r.usage(cmd, args); err != nil {
		return ExitUnusable, err
	}
	cfg, err := r.settings(cmd)
	if err != nil {
		return ExitUnusable, err
	}
	if err := r.opts.baseline.read(); err != nil {
		return ExitUnusable, err
	}
	in, result, err := r.work(cmd, args, cfg)
	if err != nil {
		return ExitUnusable, err
	}
	if result, err = r.emit(in, result); err != nil {
		return ExitUnusable, err
	}
	compared, err := r.opts.baseline.compare(in, result, cfg)
	if err != nil {
		return ExitUnusable, err
	}
	return r.report(in, result, compared, cfg.FailOn)
}

// settings are those of the configuration, with the flags over them.
func (r *run) settings(cmd *cobra.Command) (*lint.Config, error) {
	cfg, err := loadConfig(r.opts.config)
	if err != nil {
		return nil, err
	}
	if err := r.opts.override(cfg, cmd.Flags().Changed); err != nil {
		return nil, err
	}
	cfg.Mode, cfg.Now = r.mode, today()
	cfg.UnsafeFixes = cfg.UnsafeFixes || r.opts.unsafe
	return cfg, nil
}

func (r *run) usage(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		// Not the working directory: a post-renderer that lost its "-" would
		// repair whatever lies around, and leave the stream empty.
		return fmt.Errorf(`no PATH; give a file, a directory such as ".", or "-" for standard input%s`, seeHelp(cmd))
	case r.mode == lint.FixMode && len(args) > 1 && slices.Contains(args, "-"):
		return fmt.Errorf(`"-" stands beside other paths; allowed: "-" alone, since the repaired stream goes to standard output`)
	}
	return r.opts.check()
}

func seeHelp(cmd *cobra.Command) string { return fmt.Sprintf("\nsee \"%s --help\"", cmd.CommandPath()) }

// work reads and judges, with a progress line where it takes long.
func (r *run) work(cmd *cobra.Command, args []string, cfg *lint.Config) (*inputs, *lint.Result, error) {
	defs, err := crd.Load(cfg.CRDs)
	if err != nil {
		return nil, nil, err
	}
	var line io.Writer
	if r.IsTerminal(r.Stderr) {
		line = r.Stderr
	}
	r.progress = startProgress(line, patience)
	defer r.progress.erase()
	in := r.read(args, cfg.Limits.Bytes)
	r.progress.say("judging %d files", len(in.files))
	r.judge = func(in *inputs, repair func(*lint.Finding) bool) (*lint.Result, []*source.Error, []string, error) {
		return project.Judge(in.files, project.Options{
			Tree: project.Disk{}, Config: cfg, CRDs: defs, Kustomize: r.opts.kustomize != "off", Repair: repair,
			Override: func(c *lint.Config) error {
				c.Now = cfg.Now
				return r.opts.override(c, cmd.Flags().Changed)
			},
		})
	}
	result, wrong, notes, err := r.judge(in, nil)
	if err != nil {
		return nil, nil, err
	}
	in.unreadable = append(in.unreadable, wrong...)
	in.notes = append(in.notes, notes...)
	return in, result, nil
}

// report writes the report and returns the exit status.
func (r *run) report(in *inputs, result *lint.Result, compared *lint.Comparison, failOn lint.Severity) (int, error) {
	rep := report.New(r.mode, result, in.unreadable)
	rep.Unwritten, rep.Pending, rep.Baseline, rep.FailOn, rep.Version = in.unwritten, r.opts.diff, compared, failOn, r.version()
	out := r.Stdout
	if r.mode == lint.FixMode && (in.stdin != nil || r.opts.diff) {
		out = r.Stderr // standard output holds the stream or the diff
	}
	rep.Color = r.colored(out)
	r.notes(in, rep)
	if err := report.Formats[r.opts.format](out, rep); err != nil {
		return ExitUnusable, fmt.Errorf("the report cannot be written: %w", reason(err))
	}
	standing := result.Findings
	if rep.Pending {
		standing = slices.Concat(standing, result.Fixed) // nothing was written
	}
	return report.Status(standing, in.unreadable, failOn), nil
}
