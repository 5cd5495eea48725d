package cli

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/graph"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
)

const graphHelp = `Draw how traffic is wired: Gateways, their listeners and ListenerSets, routes,
policies, backends and the hosts that these call, by namespace. What a finding
says is broken is red and dashed, and names the rule; what the input does not
show is grey and dashed. Nothing is written.

The formats are mermaid, which Markdown on GitHub and GitLab draws in a block
that starts with ` + "```mermaid" + `, dot for Graphviz, and json for programs. The order of
the files does not change a byte of them.

Objects that are alike, since they are of one kind and namespace and lead to the
same, are drawn as one, with their number. Where that is still too much to read,
so are others of one kind and namespace, but for those that findings speak of.
--fold says how many are drawn each instead. json holds all objects.
` + pathHelp + `
Exit status: 0 the graph was drawn, whatever the findings; 2 bad usage, bad
configuration or unreadable input.`

const graphExamples = `  gatefix graph . > wiring.mmd
  gatefix graph --format dot . | dot -Tsvg > wiring.svg
  gatefix graph --affected routes/ gateway.yaml
  kustomize build overlays/prod | gatefix graph --format json -`

// grapher is one run of the command.
type grapher struct {
	run
	fold     int
	affected bool
}

func (c *Command) graphCommand(status *int) *cobra.Command {
	g := &grapher{run: run{Command: c, mode: lint.CheckMode, opts: &options{}}}
	g.opts.formats = slices.Sorted(maps.Keys(graph.Formats))
	cmd := &cobra.Command{
		Use:     "graph PATH...",
		Short:   "Draw Gateways, routes, policies and backends, and what is broken between them",
		Long:    graphHelp,
		Example: graphExamples,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*status, err = g.main(cmd, args)
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&g.opts.format, "format", "mermaid", "`FORMAT` of the graph: "+orList(g.opts.formats))
	f.IntVar(&g.fold, "fold", 0, "draw more than `N` objects that are alike as one; 0: draw each (default: as it takes to be read)")
	f.BoolVar(&g.affected, "affected", false, "draw only what findings stand on, and what leads there")
	completeWith(cmd, "format", g.opts.formats...)
	g.opts.registerJudging(cmd)
	return cmd
}

// main draws what the arguments name.
func (g *grapher) main(cmd *cobra.Command, args []string) (int, error) {
	if err := g.usage(cmd, args); err != nil {
		return ExitUnusable, err
	}
	if g.fold < 0 {
		return ExitUnusable, fmt.Errorf("--fold %d is less than 0; allowed: 0, to draw each object, or the number of objects that are still drawn each", g.fold)
	}
	cfg, err := g.settings(cmd)
	if err != nil {
		return ExitUnusable, err
	}
	in, result, err := g.work(cmd, args, cfg)
	if err != nil {
		return ExitUnusable, err
	}
	picture := g.picture(result, cfg)
	g.graphNotes(in, picture)
	switch {
	case g.opts.format == "json":
	case cmd.Flags().Changed("fold"):
		picture = picture.Fold(g.fold)
	default:
		picture = picture.Readable()
	}
	if err := graph.Formats[g.opts.format](g.Stdout, picture); err != nil {
		return ExitUnusable, fmt.Errorf("the graph cannot be written: %w", reason(err))
	}
	return report.Status(result.Findings, in.unreadable, lint.None), nil
}

func (g *grapher) picture(result *lint.Result, cfg *lint.Config) *graph.Graph {
	out := graph.Of(result, cfg)
	if g.affected {
		out = out.Affected(result.Findings)
	}
	return out
}

// graphNotes says on standard error what the graph does not show.
func (g *grapher) graphNotes(in *inputs, drawn *graph.Graph) {
	in.sayNotes(g.Stderr)
	hidden := 0
	for _, f := range drawn.Elsewhere {
		if f.Name == lint.RuleBadYAML {
			fmt.Fprintln(g.Stderr, f) // unreadable input
			continue
		}
		hidden++
	}
	switch {
	case len(drawn.Nodes) == 0 && g.affected:
		fmt.Fprintln(g.Stderr, "note: nothing to draw: no finding stands on a Gateway, route, policy or backend")
	case len(drawn.Nodes) == 0:
		fmt.Fprintln(g.Stderr, "note: nothing to draw: no Gateway, route, policy or backend in the input")
	}
	if hidden > 0 && g.opts.format != "json" {
		fmt.Fprintf(g.Stderr, "note: %s on what the graph does not show; see \"gatefix check\"\n", report.Plural(hidden, "finding"))
	}
}
