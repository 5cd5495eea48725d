package gha

import (
	"strings"
	"unicode"
)

// The runner obeys "::name key=value::data" at the start of a line, blanks in
// front of it left out, and the older "##[name key=value]data" anywhere in a
// line. It compares text by the rules of a culture, in which characters that
// nothing shows count for nothing: "#<zero width space>#[" is "##[" there. So
// nothing invisible is printed, and what breaks a command up is visible.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs

// legacy starts a command of the older syntax.
const legacy = "##["

// Clean makes one line of any text, one in which the runner sees no command.
func Clean(s string) string {
	s = inert(strings.NewReplacer("\r\n", " ", "\n", " ").Replace(s))
	if strings.HasPrefix(strings.TrimLeftFunc(s, unicode.IsSpace), ":") {
		s = "| " + s
	}
	return s
}

// inert takes out what starts a command in the middle of a line, and what hides
// it.
func inert(s string) string {
	return strings.ReplaceAll(strings.Map(visible, s), legacy, "## [")
}

// visible replaces what a terminal does not show, or obeys.
func visible(r rune) rune {
	switch {
	case r == '\t', r == '\n':
		return ' '
	case !unicode.IsGraphic(r), unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return unicode.ReplacementChar
	}
	return r
}

// lines cuts a text where the runner does.
func lines(s string) []string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}
