package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the version the binary was built as, else what the module or the
// repository it was built from says.
func (c *Command) version() string {
	if c.Version != "" {
		return c.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func (c *Command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what it was built with and for",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(c.Stdout, "gatefix %s (%s, %s/%s)\n", c.version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
