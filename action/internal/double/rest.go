package double

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// call is a request that was found right.
type call struct {
	*http.Request
	body map[string]any
}

// reply is an answer that is to be found right. Lists are sent in pages.
type reply struct {
	status int
	value  any
}

// handler answers a call.
type handler func(*Double, call) reply

// handlers are the calls that the double knows, by method and path.
var handlers = map[string]handler{
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/files":       (*Double).listFiles,
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/comments":    (*Double).listComments,
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews":     (*Double).listReviews,
	"POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews":    (*Double).createReview,
	"GET /repos/{owner}/{repo}/issues/{issue_number}/comments":  (*Double).listTalk,
	"POST /repos/{owner}/{repo}/issues/{issue_number}/comments": (*Double).createTalk,
	"PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":  (*Double).updateTalk,
	"POST /repos/{owner}/{repo}/check-runs":                     (*Double).createCheck,
	"GET /repos/{owner}/{repo}/check-runs/{check_run_id}":       (*Double).getCheck,
	"PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}":     (*Double).updateCheck,
	"POST /repos/{owner}/{repo}/code-scanning/sarifs":           (*Double).upload,
	"GET /repos/{owner}/{repo}/contents/{path}":                 (*Double).content,
	"GET /repos/{owner}/{repo}/git/commits/{commit_sha}":        (*Double).gitCommit,
}

func (d *Double) routes(mux *http.ServeMux, base string) {
	for what, h := range handlers {
		method, path, _ := strings.Cut(what, " ")
		item := d.specs.rest.Paths.Value(path)
		route := &routers.Route{Spec: d.specs.rest, Path: path, PathItem: item, Method: method, Operation: item.GetOperation(method)}
		pattern := method + " " + base + strings.Replace(path, "{path}", "{path...}", 1)
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, route, h) })
	}
}

// serve judges a request, answers it, and judges the answer.
func (d *Double) serve(w http.ResponseWriter, r *http.Request, route *routers.Route, h handler) {
	in := &openapi3filter.RequestValidationInput{
		Request: r, Route: route, PathParams: pathParams(route, r),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true},
	}
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(text))
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		d.wrong(r, "GitHub would not understand the request %s: %s", text, brief(err))
	}
	d.checkQuery(r, route)
	c := call{Request: r}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &c.body); err != nil {
			d.wrong(r, "%v", err)
		}
	}
	a := reply{404, failure("Not Found")}
	if r.PathValue("owner") == d.Owner && r.PathValue("repo") == d.Name {
		a = h(d, c)
	}
	d.answer(w, in, a)
}

// brief leaves out the schema and the value, which an error repeats.
func brief(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\nSchema:")
	return text
}

func pathParams(route *routers.Route, r *http.Request) map[string]string {
	params := map[string]string{}
	for _, part := range strings.Split(route.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			params[name] = r.PathValue(name)
		}
	}
	return params
}

// checkQuery refuses parameters that the call does not have.
func (d *Double) checkQuery(r *http.Request, route *routers.Route) {
	for name := range r.URL.Query() {
		if route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			d.wrong(r, "there is no parameter %q", name)
		}
	}
}

func (d *Double) answer(w http.ResponseWriter, in *openapi3filter.RequestValidationInput, a reply) {
	header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	if list, ok := a.value.([]any); ok {
		a.value = d.page(header, in.Request, list)
	}
	described := in.Route.Operation.Responses.Status(a.status)
	if described != nil {
		if media := described.Value.Content.Get("application/json"); media != nil {
			a.value = fill(media.Schema.Value, a.value)
		}
	}
	text, err := json.Marshal(a.value)
	if err != nil {
		d.wrong(in.Request, "%v", err)
	}
	switch {
	case described != nil:
		out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: a.status, Header: header, Options: in.Options}
		if err := openapi3filter.ValidateResponse(in.Request.Context(), out.SetBodyBytes(text)); err != nil {
			d.wrong(in.Request, "GitHub would not answer %s: %s", text, brief(err))
		}
	default: // errors that every call may end in are not described
		d.specs.checkError(d.t, string(text))
	}
	for name, values := range header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(text)
}

// page cuts a page out of a list and links to the next one, as GitHub does by
// the number of the repository.
func (d *Double) page(header http.Header, r *http.Request, list []any) []any {
	size := number(r, "per_page", 30)
	size = min(size, 100, d.PageSize)
	from := (number(r, "page", 1) - 1) * size
	to := min(from+size, len(list))
	if to < len(list) {
		query := url.Values{"per_page": {strconv.Itoa(size)}, "page": {strconv.Itoa(from/size + 2)}}
		header.Set("Link", fmt.Sprintf(`<%s%s?%s>; rel="next", <%s>; rel="last"`, d.URL, strings.TrimPrefix(r.URL.Path, "/api/v3"), query.Encode(), d.URL))
	}
	if from > len(list) {
		return []any{}
	}
	return list[from:to]
}

func number(r *http.Request, name string, otherwise int) int {
	if n, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// failure is the body of an error.
func failure(message string, errors ...any) map[string]any {
	body := map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest"}
	if len(errors) > 0 {
		body["errors"] = errors
	}
	return body
}

// forbidden is the answer to a write that the token may not make, or nil.
func (d *Double) forbidden(what string) *reply {
	if !d.Forbidden[what] {
		return nil
	}
	return &reply{403, failure("Resource not accessible by integration")}
}

func user(login string) map[string]any { return map[string]any{"login": login, "type": "Bot"} }

func isPull(d *Double, c call, name string) bool {
	return c.PathValue(name) == strconv.Itoa(d.Number)
}
