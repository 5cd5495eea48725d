package github

import (
	"context"
	"encoding/json"
	"net/http"
)

// query is a document of GraphQL with what its variables are.
type query struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
}

// response is an answer of GraphQL. Its HTTP status is 200 for refusals too.
type response struct {
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	} `json:"errors"`
}

// ask makes a query and decodes its data.
func (c *Client) ask(ctx context.Context, what, document string, variables map[string]any, out any) error {
	r := c.graph(what, document, variables)
	r.reads, r.repeatable = true, true
	return c.graphDo(ctx, r, out)
}

// mutate makes a mutation, which is not repeated unless it was not begun.
func (c *Client) mutate(ctx context.Context, what, document string, variables map[string]any, out any) error {
	return c.graphDo(ctx, c.graph(what, document, variables), out)
}

func (c *Client) graph(what, document string, variables map[string]any) request {
	return request{method: http.MethodPost, path: "/graphql " + what, url: c.graphql, body: query{document, variables}}
}

func (c *Client) graphDo(ctx context.Context, r request, out any) error {
	var got response
	if _, err := c.do(ctx, r, &got); err != nil {
		return err
	}
	if len(got.Errors) > 0 {
		return &Error{r.method, r.path, http.StatusOK, c.line(got.Errors[0].Message), graphKind(got.Errors[0].Type)}
	}
	return decode(r, got.Data, out)
}

// graphKind is what the type of an error of GraphQL means.
func graphKind(kind string) error {
	switch kind {
	case "FORBIDDEN", "INSUFFICIENT_SCOPES":
		return ErrForbidden
	case "NOT_FOUND":
		return ErrNotFound
	case "RATE_LIMITED":
		return ErrRateLimited
	case "STALE_DATA", "UNPROCESSABLE":
		return ErrUnprocessable
	}
	return nil
}
