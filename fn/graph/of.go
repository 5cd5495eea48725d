package graph

import (
	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
)

// Of returns the graph of what a run looked at, with its findings.
func Of(result *lint.Result, cfg *lint.Config) *Graph {
	objects := result.Objects()
	model := gateway.New(objects.Of, gateway.Assuming(cfg.Assume), gateway.Patched(objects.Patched))
	return New(objects, model, result.Findings)
}
