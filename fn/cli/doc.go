// Package cli is the command line: commands, flags, finding and writing files,
// and exit statuses. It decides nothing about manifests.
package cli
