package rules

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// prefixVerdict says what is to be done about a match, rising.
type prefixVerdict uint8

const (
	prefixFine      prefixVerdict = iota // nothing to strip, or not a prefix
	prefixMayBeRoot                      // some servers have their API under it
	prefixVersioned                      // to be stripped down to the version in it
	prefixUnstripped
)

// llmMatch is one match of a rule with the verdict on it.
type llmMatch struct {
	node        *source.Node // the value of the path
	prefix      string       // without a slash at the end
	replacement string       // what the prefix should become
	verdict     prefixVerdict
}

// apiRoots are first segments of paths under which LLM servers have their API:
// Groq, KubeAI and Azure /openai, OpenRouter and Open WebUI /api, Fireworks
// /inference, Cohere /compatibility, DashScope /compatible-mode, DeepSeek
// /anthropic, Docker Model Runner /engines, Databricks /serving-endpoints; and
// the paths of the APIs themselves.
var apiRoots = []string{
	"api", "openai", "inference", "compatibility", "compatible-mode", "anthropic", "engines", "serving-endpoints",
	"chat", "completions", "embeddings", "messages", "models", "responses", "rerank",
}

// versionSegment matches a segment such as v1 and v1beta.
var versionSegment = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^v\d+([a-z]+\d*)?$`) })

// hasPrefix reports whether some match of the rule is by a prefix that could
// be stripped. It is a quick look that saves the others.
func hasPrefix(rule *source.Node) bool {
	return slices.ContainsFunc(rule.Get("matches").Seq(), func(m *source.Node) bool {
		return isPrefixMatch(m) && strings.Trim(m.Get("path", "value").Text(), "/") != ""
	})
}

func isPrefixMatch(match *source.Node) bool {
	kind := match.Get("path", "type").Text()
	return kind == "" || kind == "PathPrefix"
}

// judge gives a verdict on every match of a rule. It returns false where a
// match cannot be judged.
func (u *llmUpstream) judge(rule *source.Node) ([]llmMatch, bool) {
	var out []llmMatch
	for _, m := range rule.Get("matches").Seq() {
		value := m.Get("path", "value")
		if m.IsTemplate() || lint.Opaque(m.Get("path")) || lint.Opaque(m.Get("path", "type")) || lint.Opaque(value) {
			return nil, false
		}
		if !isPrefixMatch(m) {
			out = append(out, llmMatch{})
			continue
		}
		out = append(out, u.judgePrefix(value))
	}
	return out, true
}

func (u *llmUpstream) judgePrefix(value *source.Node) llmMatch {
	path, ok := value.Str()
	prefix := strings.TrimRight(path, "/")
	if !ok || !strings.HasPrefix(prefix, "/") {
		return llmMatch{} // every path, or a mistake of another kind
	}
	m := llmMatch{node: value, prefix: prefix, replacement: "/", verdict: prefixUnstripped}
	segments := strings.Split(prefix[1:], "/")
	at := slices.IndexFunc(segments, versionSegment().MatchString)
	switch {
	case at == 0 || at > 0 && u.isPublic():
		return llmMatch{} // the API as the server has it
	case at > 0:
		m.replacement = "/" + strings.Join(segments[at:], "/")
		m.verdict = prefixVersioned
	}
	if len(u.hosts) == 0 || !u.mayServe(segments[0]) {
		return m
	}
	if u.isPublic() {
		return llmMatch{} // chosen by someone who read the provider's documentation
	}
	m.verdict = prefixMayBeRoot
	return m
}

// mayServe reports whether the server may have its API under the segment.
func (u *llmUpstream) mayServe(segment string) bool {
	if slices.Contains(apiRoots, segment) {
		return true
	}
	// Open WebUI passes /ollama on to the Ollama behind it.
	return segment == "ollama" && slices.ContainsFunc(u.hosts, func(h llmHost) bool { return strings.Contains(h.name, "webui") })
}
