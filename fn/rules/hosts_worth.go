package rules

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// worthOfHosts wants the objects whose text may hold a name of the machine.
// Backends may hold localhost and addresses as well: of them all are wanted.
func worthOfHosts(_ *lint.Pass, k object.Kind) object.Wanted {
	if k == object.AgentgatewayBackend {
		return nil
	}
	return mayHoldDevHost
}

// devHostWords are the words before ".internal" in the names of the machine, as
// "docker" in host.docker.internal.
var devHostWords = sync.OnceValue(func() []string {
	names := []string{orbstackHost}
	for _, p := range devPlatforms {
		names = append(names, p.owns...)
	}
	for i, name := range names {
		rest := strings.TrimSuffix(name, ".internal")
		names[i] = rest[strings.LastIndexByte(rest, '.')+1:]
	}
	return names
})

// mayHoldDevHost is [devHostOf] for whole documents, and errs on the side of
// yes.
func mayHoldDevHost(text []byte) bool {
	if mayBeEscaped(text) {
		return true
	}
	const domain = ".internal"
	for i := 0; ; i++ {
		j := bytes.IndexByte(text[i:], '.')
		if j < 0 {
			return false
		}
		i += j
		if len(text)-i < len(domain) || !strings.EqualFold(string(text[i:i+len(domain)]), domain) {
			continue
		}
		before := text[:i]
		if slices.ContainsFunc(devHostWords(), func(word string) bool {
			return len(before) >= len(word) && strings.EqualFold(string(before[len(before)-len(word):]), word)
		}) {
			return true
		}
	}
}
