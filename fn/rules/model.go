package rules

import (
	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
)

// modelOf returns the model of the run, which all rules share.
func modelOf(p *lint.Pass) *gateway.Model {
	return lint.Shared(p, "gateway", func() *gateway.Model {
		return gateway.New(p.Objects, gateway.Assuming(p.Config.Assume), gateway.Patched(p.Patched))
	})
}
