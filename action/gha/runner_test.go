package gha

import (
	"strings"
	"unicode"
)

// The runner's reading of a log, written anew from its behaviour:
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
// registered are the commands it knows, compared without regard to case.
var registered = map[string]bool{
	"set-env": true, "set-output": true, "save-state": true, "add-path": true, "add-mask": true, "add-matcher": true,
	"remove-matcher": true, "stop-commands": true, "error": true, "warning": true, "notice": true, "debug": true,
	"echo": true, "group": true, "endgroup": true, "internal-set-repo-path": true,
}

type command struct {
	name       string
	properties map[string]string
	data       string
}

// commandsOf returns the commands that a runner sees in a log. ignorable tells
// it to compare by the rules of a culture.
func commandsOf(log string, ignorable bool) []command {
	var out []command
	for _, line := range strings.FieldsFunc(log, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if ignorable {
			line = strings.Map(func(r rune) rune {
				if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && !unicode.IsSpace(r) {
					return -1
				}
				return r
			}, line)
		}
		if c, ok := v2(line); ok {
			out = append(out, c)
		} else if c, ok := v1(line); ok {
			out = append(out, c)
		}
	}
	return out
}

// v2 is "::name key=value,key=value::data".
func v2(line string) (command, bool) {
	line = strings.TrimLeftFunc(line, unicode.IsSpace)
	rest, ok := strings.CutPrefix(line, "::")
	if !ok {
		return command{}, false
	}
	info, data, ok := strings.Cut(rest, "::")
	if !ok {
		return command{}, false
	}
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	return commandOf(info, ",", data, unescape)
}

// v1 is "##[name key=value;key=value]data".
func v1(line string) (command, bool) {
	_, rest, ok := strings.Cut(line, "##[")
	if !ok {
		return command{}, false
	}
	info, data, ok := strings.Cut(rest, "]")
	if !ok {
		return command{}, false
	}
	return commandOf(info, ";", data, strings.NewReplacer("%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]"))
}

func commandOf(info, separator, data string, unescape *strings.Replacer) (command, bool) {
	name, list, _ := strings.Cut(info, " ")
	if !registered[strings.ToLower(name)] {
		return command{}, false
	}
	c := command{name: strings.ToLower(name), properties: map[string]string{}, data: unescape.Replace(data)}
	for _, pair := range strings.Split(list, separator) {
		if key, value, ok := strings.Cut(pair, "="); ok {
			c.properties[strings.TrimSpace(key)] = unescape.Replace(value)
		}
	}
	return c, true
}

// variable is an entry of a file such as GITHUB_OUTPUT.
type variable struct{ name, value string }

// variablesOf reads such a file as the runner does.
func variablesOf(text string) (out []variable, ok bool) {
	all := strings.Split(text, "\n")
	for i := 0; i < len(all); i++ {
		line := all[i]
		if line == "" {
			continue
		}
		equals, heredoc := strings.Index(line, "="), strings.Index(line, "<<")
		switch {
		case heredoc >= 0 && (equals < 0 || heredoc < equals):
			name, delimiter := line[:heredoc], line[heredoc+2:]
			var value []string
			for i++; ; i++ {
				if i >= len(all) {
					return out, false // the runner fails the step
				}
				if all[i] == delimiter {
					break
				}
				value = append(value, all[i])
			}
			out = append(out, variable{name, strings.Join(value, "\n")})
		case equals >= 0:
			out = append(out, variable{line[:equals], line[equals+1:]})
		default:
			return out, false
		}
	}
	return out, true
}
