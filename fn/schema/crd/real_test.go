package crd

import (
	"context"
	"slices"
	"strings"
	"testing"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/util/json"
	limits "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
)

// real is the API server's validation put together from its own packages, those
// that the program leaves out included.
type real struct {
	structural *structural.Structural
	openapi    validation.SchemaValidator
	cel        *cel.Validator
	status     bool
}

func newReal(t *testing.T, v *version) *real {
	t.Helper()
	r := newShape(t, v)
	r.cel = cel.NewValidator(r.structural, true, limits.PerCallLimit)
	return r
}

// newShape is newReal without the rules of CEL.
func newShape(t *testing.T, v *version) *real {
	t.Helper()
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(v.of.doc.Text(), &crd); err != nil {
		t.Fatal(err)
	}
	var internal apiext.JSONSchemaProps
	written := crd.Spec.Versions[v.index].Schema.OpenAPIV3Schema
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(written, &internal, nil); err != nil {
		t.Fatal(err)
	}
	r := &real{status: v.status}
	var err error
	if r.structural, err = structural.NewStructural(&internal); err != nil {
		t.Fatal(err)
	}
	if r.openapi, _, err = validation.NewSchemaValidator(&internal); err != nil {
		t.Fatal(err)
	}
	return r
}

// judge returns what the API server says of a document: the fields it prunes,
// and its errors. onlyRules: it came as far as the rules of CEL.
func (r *real) judge(t *testing.T, text []byte) (unknown, errs []string, onlyRules bool) {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, []string{err.Error()}, false
	}
	obj := map[string]any{}
	if err := json.Unmarshal(data, &obj); err != nil {
		return nil, []string{err.Error()}, false
	}
	options := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = pruning.PruneWithOptions(obj, r.structural, true, options)
	defaulting.PruneNonNullableNullsWithoutDefaults(obj, r.structural)
	if _, _, more, err := objectmeta.GetObjectMetaWithOptions(obj, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true}); err != nil {
		errs = append(errs, err.Error())
	} else {
		unknown = append(unknown, more...)
	}
	e, more := objectmeta.CoerceWithOptions(nil, obj, r.structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	unknown = append(unknown, more...)
	if e != nil {
		errs = append(errs, e.Error())
	}
	defaulting.Default(obj, r.structural)
	if r.status {
		delete(obj, "status")
	}
	all := validation.ValidateCustomResource(nil, obj, r.openapi)
	all = append(all, objectmeta.Validate(context.Background(), nil, obj, r.structural, false)...)
	all = append(all, listtype.ValidateListSetsAndMaps(nil, r.structural, obj)...)
	onlyRules = len(all) == 0 && len(errs) == 0
	if r.cel != nil && onlyRules {
		more, _ := r.cel.Validate(context.Background(), nil, r.structural, obj, nil, limits.RuntimeCELCostBudget)
		all = append(all, more...)
	}
	for _, e := range all {
		errs = append(errs, e.Error())
	}
	unknown = slices.DeleteFunc(unknown, func(s string) bool { return s == "_err" })
	return unknown, errs, onlyRules
}

// reals are kept by version: the API server's code compiles all rules at once,
// which takes a while.
var reals = map[*version]*real{}

// compareWithReal fails where the API server and the validator do not agree.
func compareWithReal(t *testing.T, store *Store, o *object.Object, problems []schema.Problem) {
	t.Helper()
	d := store.given[o.Kind]
	v := d.version(o.Version)
	if v == nil || !v.served {
		return
	}
	if reals[v] == nil {
		reals[v] = newReal(t, v)
	}
	unknown, errs, onlyRules := reals[v].judge(t, o.Doc.Text())
	if holdsOpaque(o.Root) {
		return // the API server takes placeholders for values
	}
	var mine []string
	got := 0
	for _, p := range problems {
		mine = append(mine, describe(p))
		if p.Class == schema.UnknownField {
			got++
		}
	}
	wrong := slices.ContainsFunc(problems, func(p schema.Problem) bool { return p.Class == schema.WrongType })
	// Fields of a mapping that should be no mapping are not reported on top.
	agree := (got == len(unknown) || wrong && got < len(unknown)) && (len(problems) > got) == (len(errs) > 0)
	if onlyRules {
		agree = agree && len(problems)-got == len(errs)
		for _, e := range errs {
			agree = agree && slices.ContainsFunc(problems, func(p schema.Problem) bool {
				return strings.HasSuffix(e, ": "+p.Message) || strings.Contains(e, " evaluating rule: ")
			})
		}
	}
	if !agree {
		t.Errorf("%s#%d:\nours: %s\nAPI server, unknown: %q\nerrors: %s", o.Doc.File.Name, o.Doc.Index, strings.Join(mine, "\n      "), unknown, strings.Join(errs, "\n        "))
	}
}
