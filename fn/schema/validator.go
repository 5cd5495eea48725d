package schema

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Validator judges objects by schemas that are not built in: those of the
// CustomResourceDefinitions that a user supplies. It stands here so that what
// asks it need not know how it judges.
type Validator interface {
	// Defines reports whether there is a schema of a kind. It is asked before
	// objects are parsed.
	Defines(k object.Kind) bool
	// Problems returns how the object differs from its schema, in the order of
	// the text. ok is false where there is no schema of the object's kind.
	Problems(o *object.Object) (problems []Problem, ok bool)
	// Faults returns what is wrong with the schemas of the input themselves, as
	// far as objects judged so far made it look at them.
	Faults() []Fault
}

// Fault is a schema in the input that cannot be used.
type Fault struct {
	Doc     *source.Doc
	Node    *source.Node // the place; nil: the whole document
	Message string
}
