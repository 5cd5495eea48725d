package rules

// providerTypes are the keys that say which LLM provider a backend has, in any
// version: azure came with agentgateway 1.2, custom with 1.3.
var providerTypes = []string{"openai", "azureopenai", "azure", "anthropic", "gemini", "vertexai", "bedrock", "custom"}
