// Package report tells what a run found, in the formats that people and
// machines read.
//
// A [Report] is one value; a format is one function over it, in one file, with
// one line in [Formats]. A format decides nothing: which findings there are,
// and what they weigh, is settled before.
package report
