// Package oracle has the API server's own code and the real controller of
// agentgateway judge the examples of Gatefix's rules: what a rule forecasts must
// come true, and what it repairs must be accepted, with a status that says so.
//
// The package is a module of its own, so that the controller is no dependency
// of Gatefix. `make oracle` runs it; see VERDICTS.md for what it says.
package oracle
