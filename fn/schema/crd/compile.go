package crd

import (
	"fmt"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

// compiled is a schema in the forms that the steps of validation need.
type compiled struct {
	schema  *structural.Structural
	openapi *spec.Schema
	rules   *ruleNode // nil: there are no CEL rules
}

// compile makes the schema of a version ready for use.
func compile(v *version) (*compiled, *flaw) {
	if v.written == nil {
		return nil, v.at(nil, "the version has no schema; write schema.openAPIV3Schema")
	}
	s, err := structure(v.written)
	if err != nil {
		return nil, v.at(nil, "the schema cannot be used: %v", err)
	}
	if e := unsound(s); e != nil {
		return nil, v.at(e, "clusters refuse the schema: %s", reason(e))
	}
	return prepare(s, true), nil
}

// structure turns a schema as written into a structural one.
func structure(written *apiextensionsv1.JSONSchemaProps) (*structural.Structural, error) {
	var internal apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(written, &internal, nil); err != nil {
		return nil, err
	}
	return structural.NewStructural(&internal)
}

// prepare makes the other forms of a structural schema.
func prepare(s *structural.Structural, isRoot bool) *compiled {
	c := &compiled{schema: s, openapi: s.ToKubeOpenAPI()}
	finish(c.openapi)
	if hasRules(s) {
		c.rules = newRoot(s, isRoot)
	}
	return c
}

// at is a flaw in the schema of the version: at the field that an error of the
// API server names or, without one, at the version.
func (v *version) at(e *field.Error, format string, args ...any) *flaw {
	path := v.path()
	if e != nil {
		path = follow(v.of.doc.Root(), path.Join("schema", "openAPIV3Schema"), e.Field)
	}
	return flawed(path, "%s, version %s: %s", v.of.kind, v.name, fmt.Sprintf(format, args...))
}

// reason is what an error of the API server says, without the value.
func reason(e *field.Error) string {
	return strings.TrimSpace(e.Field + ": " + strings.ToLower(e.Type.String()) + detail(e.Detail))
}

func detail(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

// finish makes of a schema what the API server validates by: an int-or-string
// has two types, and formats that it does not know are ignored.
func finish(s *spec.Schema) {
	if s == nil {
		return
	}
	if is, _ := s.Extensions.GetBool("x-kubernetes-int-or-string"); is {
		s.Type = spec.StringOrArray{"integer", "string"}
	}
	if !knownFormat(s.Type, s.Format) {
		s.Format = ""
	}
	if s.Items != nil {
		finish(s.Items.Schema)
	}
	for name, p := range s.Properties {
		finish(&p)
		s.Properties[name] = p
	}
	if s.AdditionalProperties != nil {
		finish(s.AdditionalProperties.Schema)
	}
	for _, list := range [][]spec.Schema{s.AllOf, s.AnyOf, s.OneOf} {
		for i := range list {
			finish(&list[i])
		}
	}
	finish(s.Not)
}

// formats are those of strings that the API server checks.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
var formats = map[string]bool{
	"bsonobjectid": true, "uri": true, "email": true, "hostname": true, "ipv4": true, "ipv6": true, "cidr": true,
	"mac": true, "uuid": true, "uuid3": true, "uuid4": true, "uuid5": true, "isbn": true, "isbn10": true, "isbn13": true,
	"creditcard": true, "ssn": true, "hexcolor": true, "rgbcolor": true, "byte": true, "password": true, "date": true,
	"duration": true, "datetime": true, "k8sshortname": true, "k8slongname": true,
}

func knownFormat(types spec.StringOrArray, format string) bool {
	kind := ""
	if len(types) == 1 {
		kind = types[0]
	}
	switch kind {
	case "", "string":
		return formats[strings.ReplaceAll(format, "-", "")]
	case "integer":
		return format == "int32" || format == "int64"
	case "number":
		return format == "float" || format == "double"
	}
	return false
}
