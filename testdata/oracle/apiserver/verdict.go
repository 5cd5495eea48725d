package apiserver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json" // whole numbers stay whole
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"sigs.k8s.io/yaml"
)

// Verdict is what the API server makes of an object.
type Verdict struct {
	// Errors are why it rejects the object; empty where it accepts it.
	Errors []Error
	// Pruned are the fields that it drops. A client that asks for strict field
	// validation, as kubectl does, has the object rejected instead.
	Pruned []string
	// Object is what is stored: pruned, and with defaults. Nil where rejected.
	Object *unstructured.Unstructured
}

// Error is one reason for a rejection.
type Error struct {
	Field string // the path of the value, such as spec.rules[0]; empty for the object
	Text  string
}

func (e Error) String() string { return e.Text }

func rejected(format string, args ...any) Verdict {
	return Verdict{Errors: []Error{{"", fmt.Sprintf(format, args...)}}}
}

// DefaultNamespace is where objects are created that name none.
const DefaultNamespace = "default"

var created = metav1.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Judge creates the object that a document describes, as
// `kubectl apply --validate=ignore` has it created. The kind must be of a group
// that the world serves.
func (w *World) Judge(document []byte) Verdict {
	u := &unstructured.Unstructured{}
	text, err := yaml.YAMLToJSON(document)
	if err != nil {
		return rejected("%v", err)
	}
	if err := json.Unmarshal(text, &u.Object); err != nil {
		return rejected("%v", err)
	}
	gvk := u.GroupVersionKind()
	d := w.kinds[gvk.GroupKind()]
	if d == nil || d.versions[gvk.Version] == nil {
		return rejected("no matches for kind %q in version %q", gvk.Kind, u.GetAPIVersion())
	}
	if d.namespaced && u.GetNamespace() == "" {
		u.SetNamespace(DefaultNamespace)
	}
	return d.versions[gvk.Version].create(u)
}

var noField = (*field.Path)(nil).String()

// create follows the way of a POST through customresource_handler.go: coercion,
// then defaults, then the registry's strategy.
func (v *version) create(u *unstructured.Unstructured) Verdict {
	pruned, err := v.coerce(u)
	if err != nil {
		return rejected("%v", err)
	}
	defaulting.Default(u.Object, v.schema)
	out := Verdict{Pruned: pruned}
	ctx := request.WithNamespace(request.NewContext(), u.GetNamespace())
	rest.FillObjectMetaSystemFields(u)
	u.SetCreationTimestamp(created) // all at once, and in every run
	v.strategy.PrepareForCreate(ctx, u)
	for _, e := range v.strategy.Validate(ctx, u) {
		if e.Field == noField {
			continue // only says that the others kept it from looking further
		}
		out.Errors = append(out.Errors, Error{e.Field, e.Error()})
	}
	if len(out.Errors) == 0 {
		out.Object = u
	}
	// Fields of an object are looked at in any order.
	slices.SortFunc(out.Errors, func(a, b Error) int { return strings.Compare(a.Field+a.Text, b.Field+b.Text) })
	return out
}

// coerce does what unstructuredSchemaCoercer.apply does, which is not exported.
func (v *version) coerce(u *unstructured.Unstructured) ([]string, error) {
	apiVersion, kind := u.GetAPIVersion(), u.GetKind()
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(u.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	unknown = append(unknown, pruning.PruneWithOptions(u.Object, v.schema, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(u.Object, v.schema)
	cerr, paths := objectmeta.CoerceWithOptions(nil, u.Object, v.schema, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if cerr != nil {
		return nil, cerr
	}
	unknown = append(unknown, paths...)
	u.SetKind(kind)
	u.SetAPIVersion(apiVersion)
	if found {
		if err := objectmeta.SetObjectMeta(u.Object, meta); err != nil {
			return nil, err
		}
	}
	slices.Sort(unknown)
	return unknown, nil
}
