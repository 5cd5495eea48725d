package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// crd is what is read of a CustomResourceDefinition.
type crd struct {
	Kind string
	Spec struct {
		Group    string
		Names    struct{ Kind string }
		Versions []struct {
			Name   string
			Schema struct{ OpenAPIV3Schema map[string]any }
		}
	}
}

// convert writes the schemas of the definitions below a directory as kubeconform
// reads them, and the definitions themselves into one directory, as
// kubectl-validate does.
func convert(from, to string) error {
	if err := os.MkdirAll(filepath.Join(to, "crds"), 0o755); err != nil {
		return err
	}
	found := false
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var c crd
		if err := yaml.Unmarshal(text, &c); err != nil || c.Kind != "CustomResourceDefinition" {
			return nil // kustomizations, and other things beside definitions
		}
		found = true
		if err := os.WriteFile(filepath.Join(to, "crds", strings.ToLower(c.Spec.Names.Kind+"."+c.Spec.Group)+".yaml"), text, 0o644); err != nil {
			return err
		}
		return c.write(to)
	})
	if err == nil && !found {
		err = errors.New("no CustomResourceDefinition in " + from)
	}
	return err
}

func (c crd) write(to string) error {
	dir := filepath.Join(to, c.Spec.Group)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, v := range c.Spec.Versions {
		strict(v.Schema.OpenAPIV3Schema, true)
		text, err := json.Marshal(v.Schema.OpenAPIV3Schema)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, strings.ToLower(c.Spec.Names.Kind)+"_"+v.Name+".json"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// strict forbids the fields that a schema does not have, and allows what the API
// server takes in their place.
func strict(schema map[string]any, root bool) {
	if properties, ok := schema["properties"].(map[string]any); ok {
		if _, open := schema["additionalProperties"]; !open && !root && schema["x-kubernetes-preserve-unknown-fields"] != true {
			schema["additionalProperties"] = false
		}
		for name, p := range properties {
			if p, ok := p.(map[string]any); ok {
				strict(p, root && name == "metadata")
			}
		}
	}
	if schema["x-kubernetes-int-or-string"] == true {
		delete(schema, "type")
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if s, ok := schema[key].(map[string]any); ok {
			strict(s, false)
		}
	}
}
