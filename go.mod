module github.com/gatefix/gatefix

go 1.26

require (
	github.com/google/go-cmp v0.7.0
	github.com/rogpeppe/go-internal v1.14.1
	go.yaml.in/yaml/v3 v3.0.4
)

require golang.org/x/tools v0.26.0 // indirect
