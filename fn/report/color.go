package report

import "github.com/gatefix/gatefix/fn/lint"

// painter tells whether text is coloured, and what of the lines is hidden.
type painter struct {
	color  bool
	hidden Hidden
}

// Colours, as the parameters of an SGR sequence; those every terminal has.
// https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	green  = "32"
	yellow = "33"
	blue   = "34"
)

var severityColor = map[lint.Severity]string{lint.Error: red, lint.Warning: yellow, lint.Info: blue}

func (p painter) paint(color, text string) string {
	if !p.color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
