package double

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

func (d *Double) listTalk(call) reply {
	list := []any{}
	for _, c := range d.Talk {
		list = append(list, talk(c))
	}
	return reply{200, list}
}

func talk(c *Comment) map[string]any {
	return map[string]any{"id": c.ID, "body": c.Body, "user": user(c.User)}
}

func (d *Double) createTalk(c call) reply {
	if !isPull(d, c, "issue_number") {
		return reply{404, failure("Not Found")}
	}
	if f := d.forbidden("issues"); f != nil {
		return *f
	}
	body := c.body["body"].(string)
	if tooLong(body) {
		return reply{422, failure("Validation Failed")}
	}
	made := &Comment{ID: d.id(), User: Bot, Body: body}
	d.Talk = append(d.Talk, made)
	return reply{201, talk(made)}
}

func (d *Double) updateTalk(c call) reply {
	if f := d.forbidden("issues"); f != nil {
		return *f
	}
	for _, t := range d.Talk {
		if strconv.FormatInt(t.ID, 10) == c.PathValue("comment_id") {
			t.Body = c.body["body"].(string)
			return reply{200, talk(t)}
		}
	}
	return reply{404, failure("Not Found")}
}

func (d *Double) createCheck(c call) reply {
	if f := d.forbidden("checks"); f != nil {
		return *f
	}
	run := &CheckRun{ID: d.id(), Fields: c.body}
	if !d.annotate(c, run) {
		return reply{422, failure("Invalid request.\n\nNo more than 50 items are allowed.")}
	}
	d.Checks = append(d.Checks, run)
	return reply{201, check(run)}
}

func check(run *CheckRun) map[string]any {
	return map[string]any{
		"id": run.ID, "name": run.Fields["name"], "head_sha": run.Fields["head_sha"], "status": "completed", "conclusion": run.Fields["conclusion"],
		"output": map[string]any{"annotations_count": len(run.Annotations)},
	}
}

// checkOf returns the check run that a call is about, or nil.
func (d *Double) checkOf(c call) *CheckRun {
	for _, run := range d.Checks {
		if strconv.FormatInt(run.ID, 10) == c.PathValue("check_run_id") {
			return run
		}
	}
	return nil
}

func (d *Double) getCheck(c call) reply {
	run := d.checkOf(c)
	if run == nil {
		return reply{404, failure("Not Found")}
	}
	return reply{200, check(run)}
}

func (d *Double) updateCheck(c call) reply {
	run := d.checkOf(c)
	switch {
	case run == nil:
		return reply{404, failure("Not Found")}
	case !d.annotate(c, run):
		return reply{422, failure("Invalid request.\n\nNo more than 50 items are allowed.")}
	}
	return reply{200, check(run)}
}

// annotate adds annotations to a check run, unless there are too many.
func (d *Double) annotate(c call, run *CheckRun) bool {
	out, _ := c.body["output"].(map[string]any)
	list, _ := out["annotations"].([]any)
	if len(list) > 50 {
		return false
	}
	for _, v := range list {
		a := v.(map[string]any)
		if a["start_line"] != a["end_line"] && (a["start_column"] != nil || a["end_column"] != nil) {
			d.wrong(c.Request, "an annotation of several lines has columns: %v", a)
		}
		run.Annotations = append(run.Annotations, a)
	}
	return true
}

func (d *Double) upload(c call) reply {
	if f := d.forbidden("code-scanning"); f != nil {
		return *f
	}
	text, err := base64.StdEncoding.DecodeString(c.body["sarif"].(string))
	if err == nil {
		var r *gzip.Reader
		if r, err = gzip.NewReader(bytes.NewReader(text)); err == nil {
			text, err = io.ReadAll(r)
		}
	}
	if err != nil || !json.Valid(text) {
		return reply{400, failure("Bad Request")}
	}
	d.SARIF = append(d.SARIF, text)
	d.Analysed = append(d.Analysed, fmt.Sprint(c.body["commit_sha"], " ", c.body["ref"]))
	return reply{202, map[string]any{"id": "47177e22-5596-11eb-80a1-c1e54ef945c6"}}
}

func (d *Double) content(c call) reply {
	path := c.PathValue("path")
	text, ok := d.Contents[c.URL.Query().Get("ref")][path]
	if !ok {
		return reply{404, failure("Not Found")}
	}
	return reply{200, map[string]any{
		"type": "file", "encoding": "base64", "name": path[strings.LastIndex(path, "/")+1:], "path": path, "size": len(text),
		"content": base64.StdEncoding.EncodeToString([]byte(text)),
	}}
}

func (d *Double) gitCommit(c call) reply {
	message, ok := d.Messages[c.PathValue("commit_sha")]
	if !ok {
		return reply{404, failure("Not Found")}
	}
	return reply{200, map[string]any{"sha": c.PathValue("commit_sha"), "message": message}}
}
