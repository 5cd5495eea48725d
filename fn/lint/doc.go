// Package lint runs rules over the objects of the input, repairs what it may,
// and says what remains.
//
// A [Rule] is a value. It is handed objects one by one, with a [Pass] through
// which it looks at other objects and reports findings. A [Finding] says where
// and what, and carries the fixes on offer. [Run] applies those that the
// [Config] allows, over and over until nothing changes, and never more than
// [MaxRounds] times.
package lint
