package crd

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/schema"

	"k8s.io/kube-openapi/pkg/validation/spec"

	"github.com/gatefix/gatefix/fn/source"
)

// alternativesMessage words a value that fits none, or too many, of several
// alternatives. Where they only differ in which fields they require, those are
// named.
func (f fault) alternativesMessage(path source.Path) string {
	what, fields := schema.Name(path), ""
	several := strings.Contains(f.err.Error(), "valid alternatives")
	word := f.composite()
	switch word {
	case "anyOf":
		fields = requiredBy(f.schema.AnyOf)
	case "oneOf":
		fields = requiredBy(f.schema.OneOf)
	case "not":
		return what + " has a form that the schema rules out"
	}
	switch {
	case word == "oneOf" && fields != "" && several:
		return fmt.Sprintf("%s has more than one of %s; keep one", what, fields)
	case word == "oneOf" && fields != "":
		return fmt.Sprintf("%s has none of %s; write one of them", what, fields)
	case word == "anyOf" && fields != "":
		return fmt.Sprintf("%s has none of %s; write at least one of them", what, fields)
	case word == "oneOf" && several:
		return what + " fits more than one of the forms that the schema allows; allowed: exactly one"
	}
	return what + " fits none of the forms that the schema allows"
}

// requiredBy lists the fields that alternatives require, where that is all they
// say.
func requiredBy(alternatives []spec.Schema) string {
	var names []string
	for _, a := range alternatives {
		if len(a.Required) == 0 || len(a.Properties) > 0 || !plain(&a) {
			return ""
		}
		var quoted []string
		for _, r := range a.Required {
			quoted = append(quoted, fmt.Sprintf("%q", r))
		}
		names = append(names, strings.Join(quoted, " with "))
	}
	return strings.Join(names, ", ")
}
