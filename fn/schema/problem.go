// Package schema knows what the API server accepts: for every version of the
// agentgateway, Gateway API and kgateway APIs, from a compact table that is
// made from their CustomResourceDefinitions.
package schema

import "github.com/gatefix/gatefix/fn/source"

// Class is in which way a document differs from what its API accepts.
type Class uint8

// The classes. A rule reports each.
const (
	UnknownField Class = iota + 1 // a key the API does not have; it is pruned or refused
	WrongType                     // a string where a number belongs
	MissingField                  // a required field that has no default
	OutOfRange                    // not in the enum, or outside the bounds of length, size or value
	BadPattern                    // a string that does not match the pattern or the format
	Constraint                    // fields that do not go together, or list items that are not unique
)

// Problem is one difference. Where it stands is Node; with Key, the key of that
// name in the mapping Node. A missing field stands at the mapping that lacks it.
type Problem struct {
	Class Class
	Node  *source.Node
	Key   string
	// Message says what is wrong and what is allowed, in the style of all
	// messages: lower case, the user's text quoted, then the repair.
	Message string
	// Related are other places that explain it, such as the second of two
	// fields that exclude each other.
	Related []*source.Node

	// Linked tells that several fields or items do not go together, which the
	// API server finds with rules in CEL.
	Linked bool

	// Lacks are the fields of which the mapping Node has none and needs one.
	Lacks []string

	// The rest is for repairs. It is set where it is known.

	Want    Type     // the type that the value of Node must have
	Allowed []string // all values, or the fields that the mapping Node may have
	Pattern string   // that the string must match
	// Duration tells that the string is a time such as 10s.
	Duration bool
	// Suggest is the field that an unknown key resembles.
	Suggest string
	// Elsewhere are the places at which a field of the unknown key's name
	// exists, nearest first, such as spec.traffic.cors; lists are written [].
	Elsewhere []string
	// Since and Until are the first and the last release that have the unknown
	// field, such as "agentgateway v1.3.1"; both "": none has.
	Since, Until string
	// Repeats tells that the list item Node equals an earlier one in all it
	// holds, so that nothing is lost without it.
	Repeats bool
}
