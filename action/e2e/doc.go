// Package e2e runs the container action as GitHub's runner does: act carries a
// workflow out in containers, on the event of a pull request, against the
// double of GitHub. It holds tests only, behind a build tag:
//
//	go test -tags e2e ./action/e2e
//
// act and reviewdog are taken from the folder GATEFIX_TOOLS, then from PATH. The
// image is built from the Dockerfile, unless GATEFIX_IMAGE names one. A test
// whose tool is missing says so and is skipped.
package e2e
