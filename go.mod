module github.com/gatefix/gatefix

go 1.26

require (
	github.com/bmatcuk/doublestar/v4 v4.9.1
	github.com/google/go-cmp v0.7.0
	github.com/rogpeppe/go-internal v1.14.1
	github.com/spf13/cobra v1.10.1
	github.com/spf13/pflag v1.0.9
	go.yaml.in/yaml/v3 v3.0.4
	golang.org/x/term v0.36.0
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	golang.org/x/sys v0.37.0 // indirect
	golang.org/x/tools v0.26.0 // indirect
)
