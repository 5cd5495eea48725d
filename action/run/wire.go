package run

import (
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/input"
)

// Connect returns the connection with GitHub, or nil where there is none to be
// had: no token, or no repository.
func Connect(*input.Inputs, *gha.Event, func(string) string) (Remote, error) { return nil, nil }
