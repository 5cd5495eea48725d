package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/rules"
)

// kustomizeModes are what --kustomize may be.
var kustomizeModes = []string{"auto", "off"}

// options are the flags of check, fix and graph.
type options struct {
	formats   []string // that there are
	format    string
	config    string
	exclude   []string
	kustomize string
	diff      bool
	unsafe    bool

	baseline baseline // of check

	// The settings of the configuration document that have a flag.
	failOn, platform, gatewayName, stripLLMPrefix string
	controllers, assume, rules, crds              []string
}

func (o *options) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	o.formats = report.Names()
	f.StringVar(&o.format, "format", "text", "`FORMAT` of the report: "+orList(o.formats))
	f.StringVar(&o.failOn, "fail-on", "", "`SEVERITY` from which on remaining findings make the exit status 1: error, warning, info or none (default error)")
	completeWith(cmd, "format", o.formats...)
	completeWith(cmd, "fail-on", "error", "warning", "info", "none")
	o.registerJudging(cmd)
}

// registerJudging adds the flags that decide what is read and how it is judged.
func (o *options) registerJudging(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	f.StringArrayVar(&o.exclude, "exclude", nil, "leave out files and directories that match the `GLOB`, such as 'vendor' or '**/testdata/**' (repeatable)")
	f.StringVar(&o.kustomize, "kustomize", "auto", "`WHEN` to judge also what the kustomizations of the input build: "+strings.Join(kustomizeModes, " or "))
	f.StringVar(&o.config, "config", "", "configuration `FILE` (default: .gatefix.yaml here or in a directory above, up to the repository's root)")
	f.StringVar(&o.platform, "platform", "", "local `CLUSTER` the manifests run on: "+strings.Join(lint.Platforms, ", "))
	f.StringVar(&o.gatewayName, "gateway-name", "", "`NAME` that a Gateway gets whose name collides (default ai-gateway)")
	f.StringVar(&o.stripLLMPrefix, "strip-llm-prefix", "", "`WHEN` to strip the path prefix in front of LLM backends: auto, always or never (default auto)")
	f.StringArrayVar(&o.controllers, "controller", nil, "controller's Deployment, as `NAMESPACE/NAME`, that is not in the input (repeatable)")
	f.StringArrayVar(&o.assume, "assume", nil, "`OBJECT` that exists though it is not in the input, as 'Gateway infra/gw' or 'Service ai/*', or complete: there are none (repeatable)")
	f.StringArrayVar(&o.crds, "crds", nil, "judge also by the CustomResourceDefinitions in `PATH`, a file or a directory (repeatable)")
	f.StringArrayVar(&o.rules, "rule", nil, "one rule: `NAME=off`, or =error, =warning, =info (repeatable)")
	completeWith(cmd, "kustomize", kustomizeModes...)
	completeWith(cmd, "platform", lint.Platforms...)
	completeWith(cmd, "strip-llm-prefix", "auto", "always", "never")
}

// orList joins names as a choice: a, b or c.
func orList(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// completeWith tells the shell what a flag may be.
func completeWith(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // there is no such flag
	}
}

// check judges the flags that are no settings.
func (o *options) check() error {
	if err := checkFormat(o.format, o.formats); err != nil {
		return err
	}
	if !slices.Contains(kustomizeModes, o.kustomize) {
		return fmt.Errorf("--kustomize %q is not known%s; allowed: %s", o.kustomize, didYouMean(o.kustomize, kustomizeModes), strings.Join(kustomizeModes, ", "))
	}
	for _, glob := range o.exclude {
		if cleanGlob(glob) == "" || !doublestar.ValidatePattern(glob) {
			return fmt.Errorf("--exclude %q is not a glob", glob)
		}
	}
	return nil
}

func checkFormat(format string, allowed []string) error {
	if slices.Contains(allowed, format) {
		return nil
	}
	return fmt.Errorf("--format %q is not known%s; allowed: %s", format, didYouMean(format, allowed), strings.Join(allowed, ", "))
}

// override puts the settings given as flags over those of the file.
func (o *options) override(cfg *lint.Config, changed func(flag string) bool) error {
	for _, s := range []struct{ flag, key, value string }{
		{"fail-on", "failOn", o.failOn},
		{"platform", "platform", o.platform},
		{"gateway-name", "gatewayName", o.gatewayName},
		{"strip-llm-prefix", "stripLLMPrefix", o.stripLLMPrefix},
	} {
		if changed(s.flag) {
			if err := set(cfg, s.flag, s.key, strconv.Quote(s.value)); err != nil {
				return err
			}
		}
	}
	for _, c := range o.controllers {
		namespace, name, ok := strings.Cut(c, "/")
		if !ok || namespace == "" || name == "" || strings.Contains(name, "/") {
			return fmt.Errorf("--controller %q has no namespace or no name; write NAMESPACE/NAME", c)
		}
		if err := set(cfg, "controller", "controllers", fmt.Sprintf("[{namespace: %q, name: %q}]", namespace, name)); err != nil {
			return err
		}
	}
	for _, a := range o.assume {
		value := strconv.Quote(a)
		if strings.Contains(a, " ") {
			value = "[" + value + "]"
		}
		if err := set(cfg, "assume", "assume", value); err != nil {
			return err
		}
	}
	for _, c := range o.crds {
		if err := set(cfg, "crds", "crds", fmt.Sprintf("[%q]", c)); err != nil {
			return err
		}
	}
	for _, r := range o.rules {
		name, level, ok := strings.Cut(r, "=")
		if !ok || name == "" || level == "" {
			return fmt.Errorf("--rule %q says nothing of a rule; write NAME=off or NAME=error, warning or info", r)
		}
		if err := set(cfg, "rule", "rules."+name, strconv.Quote(level)); err != nil {
			return err
		}
	}
	return nil
}

func set(cfg *lint.Config, flag, key, value string) error {
	if err := cfg.Set(key, value, rules.Names()); err != nil {
		return fmt.Errorf("--%s: %w", flag, err)
	}
	return nil
}

// flagError adds what was probably meant to what cobra says of a flag.
func flagError(cmd *cobra.Command, err error) error {
	hint := ""
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		hint = didYouMean("--"+unknown.GetSpecifiedName(), names)
	}
	return fmt.Errorf("%w%s\nsee \"%s --help\"", err, hint, cmd.CommandPath())
}

func didYouMean(word string, candidates []string) string {
	if near := lint.Nearest(word, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
