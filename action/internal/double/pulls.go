package double

import (
	"fmt"
	"unicode/utf8"
)

func (d *Double) listFiles(c call) reply {
	if !isPull(d, c, "pull_number") {
		return reply{422, failure("Validation Failed")}
	}
	list := []any{}
	for i, f := range d.Files {
		if i == 3000 { // GitHub lists no more, and does not say so
			break
		}
		v := map[string]any{"filename": f.Name, "status": f.Status}
		if f.Old != "" {
			v["previous_filename"] = f.Old
		}
		if f.Patch != "" {
			v["patch"] = f.Patch
		}
		list = append(list, v)
	}
	return reply{200, list}
}

func (d *Double) listComments(call) reply {
	list := []any{}
	for _, c := range d.Comments {
		v := map[string]any{
			"id": c.ID, "node_id": commentNode(c), "body": c.Body, "path": c.Path, "user": user(c.User),
			"commit_id": d.Head, "original_commit_id": d.Head, "pull_request_review_id": c.Review,
		}
		if c.Line > 0 {
			v["line"] = c.Line
		}
		if c.ReplyTo > 0 {
			v["in_reply_to_id"] = c.ReplyTo
		}
		list = append(list, v)
	}
	return reply{200, list}
}

func (d *Double) listReviews(call) reply {
	list := []any{}
	for i, r := range d.Reviews {
		list = append(list, map[string]any{"id": i + 1, "body": r.Body, "user": user(r.User), "state": "COMMENTED", "commit_id": d.Head})
	}
	return reply{200, list}
}

// createReview takes all comments of a review, or none.
func (d *Double) createReview(c call) reply {
	if !isPull(d, c, "pull_number") {
		return reply{404, failure("Not Found")}
	}
	if f := d.forbidden("pulls"); f != nil {
		return *f
	}
	body, _ := c.body["body"].(string)
	if c.body["event"] == "COMMENT" && body == "" {
		d.wrong(c.Request, "a review with the event COMMENT must have a body")
	}
	if c.body["commit_id"] != d.Head {
		return reply{422, failure("Unprocessable Entity", "The commit_id is not part of the pull request")}
	}
	comments, _ := c.body["comments"].([]any)
	var made []*Comment
	for _, v := range comments {
		comment, why := d.draft(c, v.(map[string]any))
		if why != "" {
			return reply{422, failure("Unprocessable Entity", why)}
		}
		made = append(made, comment)
	}
	if tooLong(body) {
		return reply{422, failure("Unprocessable Entity", "body is too long (maximum is 65536 characters)")}
	}
	d.Reviews = append(d.Reviews, &Review{Bot, body})
	for _, m := range made {
		m.Review = len(d.Reviews)
	}
	d.Comments = append(d.Comments, made...)
	return reply{200, map[string]any{"id": len(d.Reviews), "body": body, "user": user(Bot), "state": "COMMENTED", "commit_id": d.Head}}
}

// draft makes a comment of one in a request, or says why GitHub would not.
func (d *Double) draft(c call, v map[string]any) (*Comment, string) {
	line, start := whole(v["line"]), whole(v["start_line"])
	m := &Comment{ID: d.id(), User: Bot, Path: v["path"].(string), StartLine: start, Line: line, Body: v["body"].(string)}
	if start != 0 && (v["start_side"] != "RIGHT" || start >= line) {
		d.wrong(c.Request, "the comment on lines %d to %d of side %v: the first must come before the last, on the side RIGHT", start, line, v["start_side"])
	}
	if v["side"] != "RIGHT" {
		d.wrong(c.Request, "the comment on line %d stands on the side %v, wanted RIGHT", line, v["side"])
	}
	switch hunk := d.hunk(m.Path, line); {
	case m.Body == "" || tooLong(m.Body):
		return nil, "body is too long (maximum is 65536 characters)"
	case hunk == 0 || d.Unresolvable[fmt.Sprintf("%s:%d", m.Path, line)]:
		return nil, "Line could not be resolved"
	case start != 0 && d.hunk(m.Path, start) != hunk:
		return nil, "Start line must be part of the same hunk as the line."
	}
	return m, ""
}

func whole(v any) int {
	f, _ := v.(float64)
	return int(f)
}

func tooLong(s string) bool { return utf8.RuneCountInString(s) > 65_536 }
