package cli

import (
	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/lint"
)

const pathHelp = `
PATH is a file, a directory or "-" for standard input. In a directory, *.yaml,
*.yml and *.json files are read, also those of directories below. Hidden files
and directories are skipped, symlinks are not followed, and the templates of
Helm charts are left out: they are judged rendered.

Kustomizations among the files are also built, in process and offline, without
functions and Helm charts; what only they bring about is led back to the patch
or the line that causes it. --kustomize off leaves that out.

Settings come from .gatefix.yaml, looked for from the working directory up to
the root of the repository, those of a kpt package from the pipeline in its
Kptfile; flags win over both. The threshold, unsafe fixes and limits are those of
the run, not of a package.
`

const checkHelp = `Check manifests and report what is wrong with them. Nothing is written.
` + pathHelp + baselineHelp + `
Exit status: 0 nothing at or above the threshold (--fail-on) was found, 1 there
are findings, 2 bad usage, bad configuration or unreadable input.`

const checkExamples = `  gatefix check .
  gatefix check gateway.yaml routes/
  kustomize build overlays/prod | gatefix check -
  gatefix check . --format sarif > gatefix.sarif
  gatefix check . --baseline .gatefix-baseline.json`

func (c *Command) checkCommand(status *int) *cobra.Command {
	r := &run{Command: c, mode: lint.CheckMode, opts: &options{}}
	cmd := &cobra.Command{
		Use:     "check PATH...",
		Short:   "Report mistakes",
		Long:    checkHelp,
		Example: checkExamples,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*status, err = r.main(cmd, args)
			return err
		},
	}
	r.opts.register(cmd)
	r.opts.baseline.register(cmd)
	return cmd
}
