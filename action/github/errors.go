package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// What a call can fail of, for errors.Is.
var (
	// ErrForbidden: the token may not do this. Tokens of pull requests from
	// forks may only read.
	ErrForbidden = errors.New("the token may not do this")
	// ErrNotFound: there is no such thing, or the token may not know of it.
	ErrNotFound = errors.New("not found")
	// ErrUnprocessable: GitHub understood the request and refused it.
	ErrUnprocessable = errors.New("refused")
	// ErrRateLimited: too many requests, and the wait would be too long.
	ErrRateLimited = errors.New("too many requests")
	// ErrUnavailable: GitHub, or the way to it, failed. A write may have been
	// carried out.
	ErrUnavailable = errors.New("not available")
)

// Error is an answer of GitHub that is none of success.
type Error struct {
	Method, Path string // what was asked, the path without the base URL
	Status       int    // of HTTP; 200 for errors of GraphQL
	Message      string // what GitHub says, in one line
	kind         error
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Unwrap returns what errors.Is is asked for: one of the errors of this
// package, or nil.
func (e *Error) Unwrap() error { return e.kind }

// refusal is the body of an answer that is none of success. Items of errors are
// objects or strings.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
type refusal struct {
	Message string            `json:"message"`
	Errors  []json.RawMessage `json:"errors"`
}

// failure makes an error of an answer.
func (c *Client) failure(r request, status int, limited bool, body []byte) *Error {
	e := &Error{Method: r.method, Path: r.path, Status: status, Message: c.tell(body)}
	switch {
	case limited:
		e.kind = ErrRateLimited
	case status == http.StatusForbidden, status == http.StatusUnauthorized:
		e.kind = ErrForbidden
	case status == http.StatusNotFound, status == http.StatusGone:
		e.kind = ErrNotFound
	case status == http.StatusUnprocessableEntity, status == http.StatusBadRequest, status == http.StatusConflict:
		e.kind = ErrUnprocessable
	case status >= 500:
		e.kind = ErrUnavailable
	}
	return e
}

// tell returns the message of an answer. What is no JSON, as the page of a
// proxy, says nothing.
func (c *Client) tell(body []byte) string {
	var r refusal
	if json.Unmarshal(body, &r) != nil {
		return ""
	}
	parts := []string{r.Message}
	for _, raw := range r.Errors {
		var text string
		var object struct{ Message, Field, Code string }
		if json.Unmarshal(raw, &text) == nil {
			parts = append(parts, text)
		} else if json.Unmarshal(raw, &object) == nil {
			parts = append(parts, strings.TrimSpace(object.Field+" "+object.Code+" "+object.Message))
		}
	}
	return c.line(strings.Join(parts, "; "))
}

// longestMessage is in bytes.
const longestMessage = 400

// line makes one short line of what GitHub says. The token does not stand in
// it, though nobody would send it back.
func (c *Client) line(s string) string {
	if c.token != "" {
		s = strings.ReplaceAll(s, c.token, "***")
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if len(s) > longestMessage {
		s = strings.ToValidUTF8(s[:longestMessage], "") + "…"
	}
	return s
}
