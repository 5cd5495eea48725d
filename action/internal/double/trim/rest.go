package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"
)

// calls are the operations that the client uses.
var calls = map[string][]string{
	"/repos/{owner}/{repo}/pulls/{pull_number}/files":      {"get"},
	"/repos/{owner}/{repo}/pulls/{pull_number}/comments":   {"get"},
	"/repos/{owner}/{repo}/pulls/{pull_number}/reviews":    {"get", "post"},
	"/repos/{owner}/{repo}/issues/{issue_number}/comments": {"get", "post"},
	"/repos/{owner}/{repo}/issues/comments/{comment_id}":   {"patch"},
	"/repos/{owner}/{repo}/check-runs":                     {"post"},
	"/repos/{owner}/{repo}/check-runs/{check_run_id}":      {"get", "patch"},
	"/repos/{owner}/{repo}/code-scanning/sarifs":           {"post"},
	"/repos/{owner}/{repo}/contents/{path}":                {"get"},
	"/repos/{owner}/{repo}/git/commits/{commit_sha}":       {"get"},
}

type object = map[string]any

// trimREST keeps the calls, what they refer to, and the shape of errors.
func trimREST(text []byte) ([]byte, error) {
	var doc object
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	all, paths := doc["paths"].(object), object{}
	for path, methods := range calls {
		item, ok := all[path].(object)
		if !ok {
			return nil, fmt.Errorf("there is no path %s", path)
		}
		kept := object{}
		for _, m := range append(methods, "parameters") {
			if op, ok := item[m]; ok {
				kept[m] = bare(op, false)
			}
		}
		paths[path] = kept
	}
	components := object{}
	collect(doc, paths, components)
	collect(doc, object{"$ref": "#/components/schemas/basic-error"}, components)
	info := doc["info"].(object)
	out, err := json.Marshal(object{
		"openapi":    doc["openapi"],
		"info":       object{"title": info["title"], "version": info["version"], "license": info["license"]},
		"paths":      paths,
		"components": components,
	})
	if err != nil {
		return nil, err
	}
	return zip(out)
}

// prose are the keys of what only people read.
var prose = map[string]bool{
	"summary": true, "example": true, "examples": true, "externalDocs": true, "tags": true, "deprecated": true,
}

// bare returns a value without prose. The keys of names are those of the
// document's author, and all stay.
func bare(v any, names bool) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for key, value := range v {
			switch {
			case names:
				out[key] = bare(value, false)
			case prose[key] || strings.HasPrefix(key, "x-"):
			case key == "description":
				if v["content"] != nil || v["headers"] != nil { // responses must have one
					out[key] = ""
				}
			case key == "enum":
				out[key] = value
			default:
				out[key] = bare(value, key == "properties" || key == "responses" || key == "content" || key == "headers")
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = bare(v[i], false)
		}
		return out
	}
	return v
}

// collect adds to components what a value refers to, and what that does.
func collect(doc object, v any, components object) {
	switch v := v.(type) {
	case object:
		for key, value := range v {
			if ref, ok := value.(string); ok && key == "$ref" {
				follow(doc, ref, components)
				continue
			}
			collect(doc, value, components)
		}
	case []any:
		for _, item := range v {
			collect(doc, item, components)
		}
	}
}

// follow adds what "#/components/schemas/name" names.
func follow(doc object, ref string, components object) {
	parts := strings.Split(strings.TrimPrefix(ref, "#/components/"), "/")
	kind, name := parts[0], parts[1]
	if components[kind] == nil {
		components[kind] = object{}
	}
	if _, ok := components[kind].(object)[name]; ok {
		return
	}
	target := bare(doc["components"].(object)[kind].(object)[name], false)
	components[kind].(object)[name] = target
	collect(doc, target, components)
}

// zip compresses without a time, so that the same text gives the same bytes.
func zip(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
