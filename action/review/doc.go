// Package review comments on the lines of a pull request: one review a run,
// with suggestions that the author takes with a click.
//
// A comment is made once for a finding, whatever is pushed later, and its thread
// is resolved when the finding is gone. Only comments that carry Gatefix's
// marker and were written by the account of the token are touched. Comments on
// lines that GitHub does not show in the pull request would be refused, and all
// others of the review with them: findings there are listed in its body.
//
// https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
package review
