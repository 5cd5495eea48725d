package double

import (
	"maps"
	"net/http"
	"strings"
)

// Answer is what the double says instead of what it would.
type Answer struct {
	Status int
	Header map[string]string
	Body   string
}

// Answers that GitHub gives.
var (
	Forbidden    = Answer{403, nil, `{"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com/rest","status":"403"}`}
	NotFound     = Answer{404, nil, `{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}`}
	BadGateway   = Answer{502, nil, `<html><head><title>502 Bad Gateway</title></head></html>`}
	TooMany      = Answer{429, map[string]string{"Retry-After": "1"}, `{"message":"Too many requests","documentation_url":"https://docs.github.com/rest"}`}
	Secondary    = Answer{403, map[string]string{"Retry-After": "1"}, `{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again.","documentation_url":"https://docs.github.com/rest"}`}
	Unresolvable = Answer{422, nil, `{"message":"Unprocessable Entity","errors":["Line could not be resolved"],"documentation_url":"https://docs.github.com/rest","status":"422"}`}
)

// scripted are the answers to come of the requests that begin with a text.
type scripted struct {
	prefix  string
	answers []Answer
	after   bool // what was asked for is done all the same
}

// Say makes the next requests that begin with the text, as "POST /repos", get
// these answers, one each.
func (d *Double) Say(prefix string, answers ...Answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.scripts = append(d.scripts, &scripted{prefix, answers, false})
}

// SayAfter is [Double.Say] for requests that are carried out before they get
// another answer.
func (d *Double) SayAfter(prefix string, answers ...Answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.scripts = append(d.scripts, &scripted{prefix, answers, true})
}

// play returns the scripted answer to a request, or nil.
func (d *Double) play(what string) (a *Answer, after bool) {
	for _, s := range d.scripts {
		if len(s.answers) > 0 && strings.HasPrefix(what, s.prefix) {
			a := s.answers[0]
			s.answers = s.answers[1:]
			return &a, s.after
		}
	}
	return nil, false
}

// send sends an answer that is not one of the description. What claims to be
// JSON must have the shape of GitHub's errors.
func (d *Double) send(w http.ResponseWriter, a Answer) {
	header := maps.Clone(a.Header)
	if strings.HasPrefix(a.Body, "{") {
		d.specs.checkError(d.t, a.Body)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	for name, value := range header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write([]byte(a.Body))
}
