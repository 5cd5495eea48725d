// Package scope finds out which lines a run is to answer for: those that the
// pull request, the merge group or the push changed. The whole input is judged
// all the same, since a mistake in one file may have its cause in another.
//
// The commits in the checkout tell it best (fetch-depth: 2). go-git reads them,
// so that no program is run and nobody's ownership of the directory matters.
// Where they are not there, GitHub's API is asked, and where that is not to be
// had either, everything counts as changed and [Scope.Why] says why.
package scope
