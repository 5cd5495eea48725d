package crd

import (
	"encoding/json"
	"fmt"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// objectMeta is what every object has under metadata. A null is no value there.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
const objectMeta = `{"type": "object", "nullable": true, "properties": {
	"name": {"type": "string", "nullable": true},
	"generateName": {"type": "string", "nullable": true},
	"namespace": {"type": "string", "nullable": true},
	"selfLink": {"type": "string", "nullable": true},
	"uid": {"type": "string", "nullable": true},
	"resourceVersion": {"type": "string", "nullable": true},
	"generation": {"type": "integer", "nullable": true},
	"creationTimestamp": {"type": "string", "nullable": true},
	"deletionTimestamp": {"type": "string", "nullable": true},
	"deletionGracePeriodSeconds": {"type": "integer", "nullable": true},
	"labels": {"type": "object", "nullable": true, "additionalProperties": {"type": "string", "nullable": true}},
	"annotations": {"type": "object", "nullable": true, "additionalProperties": {"type": "string", "nullable": true}},
	"finalizers": {"type": "array", "nullable": true, "items": {"type": "string", "nullable": true}},
	"ownerReferences": {"type": "array", "nullable": true, "items": {"type": "object", "nullable": true, "properties": {
		"apiVersion": {"type": "string", "nullable": true}, "kind": {"type": "string", "nullable": true},
		"name": {"type": "string", "nullable": true}, "uid": {"type": "string", "nullable": true},
		"controller": {"type": "boolean", "nullable": true}, "blockOwnerDeletion": {"type": "boolean", "nullable": true}}}},
	"managedFields": {"type": "array", "nullable": true, "items": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}
}}`

var metadataSchema = sync.OnceValue(func() *compiled {
	var written apiextensionsv1.JSONSchemaProps
	err := json.Unmarshal([]byte(objectMeta), &written)
	if err != nil {
		panic(err)
	}
	s, err := structure(&written)
	if err != nil {
		panic(err)
	}
	return prepare(s, false)
})

// metadata checks the metadata of an object, which CRDs do not describe.
func (j *judgement) metadata(obj map[string]any, path source.Path) {
	meta, ok := obj["metadata"].(map[string]any)
	if !ok {
		return // the schema of the object says what it must be
	}
	c := metadataSchema()
	path = join(path, key("metadata"))
	meta, _ = runtime.DeepCopyJSONValue(meta).(map[string]any)
	j.prune(c.schema, meta, path, false)
	j.openAPI(c.openapi, meta, path)
}

// embedded checks an object within an object: x-kubernetes-embedded-resource.
func (j *judgement) embedded(s *structural.Structural, obj map[string]any, path source.Path) {
	if s == nil || !s.XEmbeddedResource {
		return
	}
	for _, name := range []string{"apiVersion", "kind"} {
		at := join(path, key(name))
		switch v := obj[name]; v.(type) {
		case string:
			if v == "" {
				j.missing(at)
			}
		case nil:
			j.missing(at)
		default:
			j.add(found{class: schema.WrongType, path: at, grave: true, message: fmt.Sprintf("%s is %s; allowed: a string", name, kindOf(v))})
		}
	}
	j.metadata(obj, path)
}
