package explain

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed topics
var files embed.FS

// Area is a group of topics.
type Area struct{ Name, Title string }

// Areas are the groups, in the order they are listed. Their names are the
// directories under topics.
var Areas = []Area{
	{"status", "Conditions in a status"},
	{"apiserver", "Answers of the API server"},
	{"proxy", "Answers of the proxy, of what stands behind it, and of browsers"},
	{"deploy", "Charts, versions and the controller"},
	{"hosts", "kustomize, kpt and Helm"},
	{"local", "Clusters on a laptop"},
}

// Topics returns all topics, by area and name. They are read when first asked
// for, not when the program starts.
func Topics() []*Topic { return known().topics }

// Named returns the topic of that name, or nil.
func Named(name string) *Topic { return known().byName[name] }

// OfRule returns the topics that name a rule as what finds them.
func OfRule(rule string) []*Topic {
	var out []*Topic
	for _, t := range Topics() {
		for _, r := range t.Rules {
			if r == rule {
				out = append(out, t)
			}
		}
	}
	return out
}

// knowledge is the parsed files.
type knowledge struct {
	topics   []*Topic
	byName   map[string]*Topic
	patterns map[string][]*pattern // by their first word
}

// known parses the files. They are part of the program, so a fault in one is a
// bug that the tests find.
var known = sync.OnceValue(func() *knowledge {
	k := &knowledge{byName: map[string]*Topic{}, patterns: map[string][]*pattern{}}
	for _, area := range Areas {
		entries, err := fs.ReadDir(files, path.Join("topics", area.Name))
		if err != nil {
			panic(err)
		}
		for _, e := range entries {
			k.add(area.Name, e.Name())
		}
	}
	return k
})

func (k *knowledge) add(area, file string) {
	text, err := files.ReadFile(path.Join("topics", area, file))
	if err != nil {
		panic(err)
	}
	t, err := parse(area, strings.TrimSuffix(file, ".md"), string(text))
	if err != nil {
		panic(err)
	}
	k.topics = append(k.topics, t)
	k.byName[t.Name] = t
	for _, m := range t.Messages {
		p := parsePattern(t, m)
		k.patterns[p.first()] = append(k.patterns[p.first()], p)
	}
}
