package double

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
)

type graphRequest struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
}

var rootField = regexp.MustCompile(`\{\s*(\w+)`)

// operation names what a request asks for first, and leaves its body readable.
func operation(r *http.Request) string {
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(text))
	var req graphRequest
	_ = json.Unmarshal(text, &req)
	if m := rootField.FindStringSubmatch(req.Query); m != nil {
		return m[1]
	}
	return ""
}

// graphql judges a document and its variables by the schema, resolves it, and
// judges the data.
func (d *Double) graphql(w http.ResponseWriter, r *http.Request) {
	var req graphRequest
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&req); err != nil {
		d.wrong(r, "%v", err)
	}
	doc, errs := gqlparser.LoadQueryWithRules(d.specs.graphql, req.Query, nil)
	if len(errs) > 0 {
		d.wrong(r, "%s: %v", req.Query, errs)
		return
	}
	op := doc.Operations[0]
	if _, err := validator.VariableValues(d.specs.graphql, op, req.Variables); err != nil {
		d.wrong(r, "%s: %v", req.Query, err)
	}
	body := map[string]any{}
	root := op.SelectionSet[0].(*ast.Field)
	data, refused := d.resolve(root, req.Variables)
	if refused != nil {
		body["errors"] = []any{refused}
		body["data"] = nil
	} else {
		body["data"] = d.project(r, op.SelectionSet, map[string]any{root.Name: data})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		d.wrong(r, "%v", err)
	}
}

func refuse(kind, message string) map[string]any {
	return map[string]any{"type": kind, "message": message}
}

// resolve returns the value of a field of the root, or why there is none.
func (d *Double) resolve(root *ast.Field, variables map[string]any) (any, map[string]any) {
	args := root.ArgumentMap(variables)
	if input, ok := args["input"].(map[string]any); ok {
		args = input
	}
	switch root.Name {
	case "viewer":
		return map[string]any{"login": d.Login}, nil
	case "repository":
		return d.threads(variables), nil
	case "resolveReviewThread":
		return d.resolveThread(args)
	case "minimizeComment":
		return d.minimize(args)
	}
	return d.commit(args)
}

func commentNode(c *Comment) string { return fmt.Sprintf("PRRC_%d", c.ID) }
func threadNode(c *Comment) string  { return fmt.Sprintf("PRRT_%d", c.ID) }

// threads are the pages of threads, of which each begins with a comment.
func (d *Double) threads(variables map[string]any) any {
	nodes := []any{}
	for _, c := range d.Comments {
		if c.ReplyTo == 0 {
			first := map[string]any{"id": commentNode(c), "fullDatabaseId": strconv.FormatInt(c.ID, 10)}
			nodes = append(nodes, map[string]any{"id": threadNode(c), "isResolved": c.Resolved, "comments": map[string]any{"nodes": []any{first}}})
		}
	}
	from := 0
	if after, ok := variables["after"].(string); ok {
		from, _ = strconv.Atoi(after)
	}
	to := min(from+d.PageSize, len(nodes))
	info := map[string]any{"hasNextPage": to < len(nodes), "endCursor": strconv.Itoa(to)}
	return map[string]any{"pullRequest": map[string]any{"reviewThreads": map[string]any{"pageInfo": info, "nodes": nodes[from:to]}}}
}

func (d *Double) resolveThread(in map[string]any) (any, map[string]any) {
	if d.Forbidden["threads"] {
		return nil, refuse("FORBIDDEN", "Resource not accessible by integration")
	}
	for _, c := range d.Comments {
		if threadNode(c) == in["threadId"] {
			c.Resolved = true
			return map[string]any{"thread": map[string]any{"id": threadNode(c), "isResolved": true}}, nil
		}
	}
	return nil, refuse("NOT_FOUND", "Could not resolve to a node with the global id of '"+fmt.Sprint(in["threadId"])+"'")
}

func (d *Double) minimize(in map[string]any) (any, map[string]any) {
	if d.Forbidden["minimize"] {
		return nil, refuse("FORBIDDEN", "Resource not accessible by integration")
	}
	for _, c := range d.Comments {
		if commentNode(c) == in["subjectId"] {
			c.Minimized = true
			return map[string]any{"minimizedComment": map[string]any{"isMinimized": true}}, nil
		}
	}
	return nil, refuse("NOT_FOUND", "Could not resolve to a node")
}

// commit adds a commit to a branch that has not moved.
func (d *Double) commit(in map[string]any) (any, map[string]any) {
	branch := in["branch"].(map[string]any)
	name, _ := branch["branchName"].(string)
	head, ok := d.Branches[name]
	switch {
	case branch["repositoryNameWithOwner"] != d.Owner+"/"+d.Name || !ok:
		return nil, refuse("NOT_FOUND", "Could not resolve to a Repository or branch")
	case d.Forbidden["contents"]:
		return nil, refuse("FORBIDDEN", "Resource not accessible by integration")
	case in["expectedHeadOid"] != head:
		return nil, refuse("STALE_DATA", fmt.Sprintf("Expected branch to point to %q but it points to %q. Pull and try again.", in["expectedHeadOid"], head))
	}
	oid := fmt.Sprintf("%040x", d.id())
	contents := maps.Clone(d.Contents[head])
	changes, _ := in["fileChanges"].(map[string]any)
	additions, _ := changes["additions"].([]any)
	for _, v := range additions {
		file := v.(map[string]any)
		text, err := base64.StdEncoding.DecodeString(file["contents"].(string))
		if err != nil {
			return nil, refuse("UNPROCESSABLE", err.Error())
		}
		contents[file["path"].(string)] = string(text)
	}
	message := in["message"].(map[string]any)
	text, _ := message["body"].(string)
	d.Branches[name], d.Contents[oid] = oid, contents
	d.Messages[oid] = strings.TrimSpace(message["headline"].(string) + "\n\n" + text)
	return map[string]any{"commit": map[string]any{"oid": oid}}, nil
}
