package rules

import "github.com/gatefix/gatefix/fn/source"

// providerTypes are the keys that say which LLM provider a backend has, in any
// version: azure came with agentgateway 1.2, custom with 1.3.
var providerTypes = []string{"openai", "azureopenai", "azure", "anthropic", "gemini", "vertexai", "bedrock", "custom"}

// hasValue reports whether a key is there and not null: the API server drops
// nulls before it looks at anything else.
func hasValue(n *source.Node, key string) bool {
	v := n.Get(key)
	return v != nil && !v.IsNull()
}
