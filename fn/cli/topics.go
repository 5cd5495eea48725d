package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/gatefix/gatefix/fn/explain"
	"github.com/gatefix/gatefix/fn/report"
)

// topicInfo is a topic in JSON. Cause, check and repair are Markdown.
type topicInfo struct {
	Name     string         `json:"name"`
	Area     string         `json:"area"`
	Title    string         `json:"title"`
	Matched  string         `json:"matched,omitempty"` // "" in the list of topics
	Messages []string       `json:"messages"`          // <…> is a name or a value, … any text
	Cause    string         `json:"cause"`
	Check    string         `json:"check"`
	Repair   string         `json:"repair"`
	Rules    []explain.Rule `json:"rules"`
	Links    []string       `json:"links"`
}

func infoOfTopic(t *explain.Topic) topicInfo {
	return topicInfo{
		Name: t.Name, Area: t.Area, Title: t.Title, Messages: append([]string{}, t.Messages...),
		Cause: t.Cause, Check: t.Check, Repair: t.Repair,
		Rules: append([]explain.Rule{}, explain.FoundBy(t)...), Links: append([]string{}, t.Links...),
	}
}

// listTopics lists the topics by area; "gatefix rules" lists the rules.
func listTopics(w io.Writer, format string) error {
	topics := explain.Topics()
	if format == "json" {
		infos := make([]topicInfo, len(topics))
		for i, t := range topics {
			infos[i] = infoOfTopic(t)
		}
		return report.WriteJSON(w, answer{Version: report.JSONVersion, Topics: infos})
	}
	width := 0
	for _, t := range topics {
		width = max(width, len(t.Name))
	}
	var b strings.Builder
	for i, area := range explain.Areas {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(area.Title + "\n")
		for _, t := range topics {
			if t.Area == area.Name {
				fmt.Fprintf(&b, "  %-*s  %s\n", width, t.Name, t.Title)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
