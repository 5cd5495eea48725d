package explain

import (
	"fmt"
	"strings"
)

// Topic is what is known of a message. Its texts are Markdown, one paragraph or
// list item a line.
type Topic struct {
	Name     string
	Area     string // the directory it stands in: one of Areas
	Title    string
	Messages []string // as Find looks for them
	Cause    string
	Check    string
	Repair   string
	Rules    []string // names of the rules that find it before it happens
	Links    []string
}

// parse reads the file of a topic.
func parse(area, name, text string) (*Topic, error) {
	title, rest, ok := strings.Cut(text, "\n")
	title, isTitle := strings.CutPrefix(title, "# ")
	if !ok || !isTitle {
		return nil, fmt.Errorf("topic %s: the first line is not a title; write # and what it is", name)
	}
	t := &Topic{Name: name, Area: area, Title: title}
	for i, section := range strings.Split("\n"+rest, "\n## ") {
		heading, body, _ := strings.Cut(section, "\n")
		if i == 0 {
			if strings.TrimSpace(section) != "" {
				return nil, fmt.Errorf("topic %s: text in front of the first section", name)
			}
			continue
		}
		if err := t.set(heading, body); err != nil {
			return nil, err
		}
	}
	if t.Cause == "" || t.Check == "" || t.Repair == "" {
		return nil, fmt.Errorf("topic %s: the sections Cause, Check and Repair are needed", name)
	}
	return t, nil
}

func (t *Topic) set(heading, body string) error {
	switch heading {
	case "Messages":
		t.Messages = items(body, "`", "`")
	case "Cause":
		t.Cause = unwrap(body)
	case "Check":
		t.Check = unwrap(body)
	case "Repair":
		t.Repair = unwrap(body)
	case "Rules":
		t.Rules = items(body, "", "")
	case "See also":
		t.Links = items(body, "<", ">")
	default:
		return fmt.Errorf("topic %s: section %q is not known; allowed: Messages, Cause, Check, Repair, Rules, See also", t.Name, heading)
	}
	return nil
}

// items returns the items of a list, without what encloses each.
func items(body, before, after string) []string {
	var out []string
	for line := range strings.Lines(body) {
		if item, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
			out = append(out, strings.TrimSuffix(strings.TrimPrefix(item, before), after))
		}
	}
	return out
}

// unwrap joins the lines of a paragraph or a list item, which the files wrap
// for their readers, and leaves fenced lines as they are.
func unwrap(body string) string {
	var out []string
	fenced, open := false, false // open: the line before can be continued
	for line := range strings.Lines(strings.TrimSpace(body)) {
		line = strings.TrimRight(line, "\n")
		text := strings.TrimSpace(line)
		fence := strings.HasPrefix(text, "```")
		switch {
		case fence || fenced:
			out, open = append(out, line), false
			fenced = fenced != fence
		case open && text != "" && !strings.HasPrefix(text, "- "):
			out[len(out)-1] += " " + text
		default:
			out, open = append(out, text), text != ""
		}
	}
	return strings.Join(out, "\n")
}
