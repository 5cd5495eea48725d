// Package krm is the KRM function door: kustomize, kpt and other hosts hand a
// ResourceList to standard input and take it back from standard output.
//
// The list is not decoded and encoded. It is cut into items by bytes, the items
// of kinds that some rule reads are parsed, and what is not repaired goes out
// as the bytes that came in. Results are added as an edit of the text around
// the items.
//
// Hosts destroy what a careless function leaves out: kustomize empties the
// build, kpt deletes every file of the package. So items always come back; when
// something goes wrong, a panic too, the input comes back unchanged with an
// error result and exit code 1.
//
// The wire format is the Configuration Functions Specification:
// https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
package krm
