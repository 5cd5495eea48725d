package main

import (
	"fmt"
	"slices"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// set is a set of releases of a line, by index.
type set uint32

// table is a version of a kind in all releases of its line.
type table struct {
	group, kind, version string
	releases             []string
	served               set
	root                 *tree
}

// tree is a field in all releases that have it.
type tree struct {
	forms []form
	kids  map[string]*tree // by name; "[]" are items, "{}" other values of a mapping
}

// form is what releases say of a field.
type form struct {
	in   set
	text string
}

// mergeInto adds the served versions of a definition to the tables.
func (d definition) mergeInto(tables map[string]*table, r release) error {
	for _, v := range d.Spec.Versions {
		if !v.Served || v.Schema == nil {
			continue
		}
		name := fmt.Sprintf("%s_%s_%s.txt", d.Spec.Group, d.Spec.Names.Kind, v.Name)
		t := tables[name]
		if t == nil {
			t = &table{group: d.Spec.Group, kind: d.Spec.Names.Kind, version: v.Name, root: &tree{}}
			tables[name] = t
		}
		if err := t.add(r.name, v.Schema.OpenAPIV3Schema); err != nil {
			return fmt.Errorf("%s of %s: %w", name, r.name, err)
		}
	}
	return nil
}

// add merges the schema of a release. status is not judged.
func (t *table) add(release string, s *apiextensions.JSONSchemaProps) error {
	i := slices.Index(t.releases, release)
	if i < 0 {
		i = len(t.releases)
		t.releases = append(t.releases, release)
	}
	t.served |= 1 << i
	delete(s.Properties, "status")
	return t.root.add(s, 1<<i, false)
}

func (t *tree) add(s *apiextensions.JSONSchemaProps, in set, required bool) error {
	text, err := formOf(s, required)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(t.forms, func(f form) bool { return f.text == text })
	if i < 0 {
		i = len(t.forms)
		t.forms = append(t.forms, form{text: text})
	}
	t.forms[i].in |= in
	for name, p := range s.Properties {
		if err := t.kid(name).add(&p, in, slices.Contains(s.Required, name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if s.Items != nil && s.Items.Schema != nil {
		if err := t.kid("[]").add(s.Items.Schema, in, false); err != nil {
			return err
		}
	}
	if a := s.AdditionalProperties; a != nil && a.Schema != nil {
		return t.kid("{}").add(a.Schema, in, false)
	}
	return nil
}

func (t *tree) kid(name string) *tree {
	if t.kids == nil {
		t.kids = map[string]*tree{}
	}
	if t.kids[name] == nil {
		t.kids[name] = &tree{}
	}
	return t.kids[name]
}

// in is all releases that have the field.
func (t *tree) in() set {
	var all set
	for _, f := range t.forms {
		all |= f.in
	}
	return all
}
