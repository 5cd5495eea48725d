// Package e2e runs Gatefix under the real hosts: kustomize, kubectl and kpt,
// with the binary and with the image. It holds tests only, behind a build tag:
//
//	go test -tags e2e ./fn/e2e            run what there are tools for
//	go test -tags e2e ./fn/e2e -update    write the output in the examples' READMEs
//
// Tools are taken from the folder GATEFIX_TOOLS, then from PATH. An older
// kustomize beside the newest is found as kustomize-5.5.0 in that folder. A test
// whose tool is missing says so and is skipped.
package e2e
