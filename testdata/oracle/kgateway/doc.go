// Package kgateway has the two controllers of kgateway v2.2.0 judge the examples
// of Gatefix's rules that speak of it: the one for Envoy, and agentgateway as it
// was before it went its own way. A document says what its status will be by a
// comment:
//
//	# kgateway: ResolvedRefs=False (BackendNotFound)
//
// The package is a module of its own, for what kgateway v2.2.0 requires does not
// go together with what agentgateway v1.4.1 does; and it does not import
// Gatefix, for the same reason. That the messages of the rules say the same as
// the comment is seen to by the oracle beside it.
package kgateway
