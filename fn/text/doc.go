// Package text judges words that people wrote: what they probably meant, and
// whether something else fills them in later.
package text
