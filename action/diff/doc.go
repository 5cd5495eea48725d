// Package diff tells what a pull request changed, by file and line, and leads
// from a line of the merge checkout, which is what actions/checkout leaves in
// the workspace, to the line of the head of the pull request, which is what
// comments are made on.
//
// Paths are relative to the root of the repository, with slashes. Lines count
// from 1.
package diff
