package krm

import (
	"bytes"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// IsResourceList reports whether the input is a ResourceList, for telling a
// host's call from a stream of manifests. It parses nothing where the list is
// written as hosts write it.
func IsResourceList(input []byte) bool {
	if !bytes.Contains(input, []byte("ResourceList")) {
		return false
	}
	head := input
	if i := bytes.Index(input, []byte("\nitems:")); i >= 0 {
		head = input[:i+1]
	}
	if f, err := source.Parse(streamName, head); err == nil && len(f.Docs) > 0 {
		if p, ok := f.Docs[0].Peek(); ok {
			return p.Kind == "ResourceList" && strings.HasPrefix(p.APIVersion, listGroup)
		}
	}
	s, _ := read(input)
	return s != nil && s.list != nil
}

// Annotations of hosts.
const (
	annPath       = "internal.config.kubernetes.io/path"
	annIndex      = "internal.config.kubernetes.io/index"
	annOldPath    = "config.kubernetes.io/path"
	annOldIndex   = "config.kubernetes.io/index"
	annPackage    = "internal.config.kubernetes.io/package-path"
	annSeqIndent  = "internal.config.kubernetes.io/seqindent"
	annResourceID = "internal.config.kubernetes.io/id"
	annKustomize  = "kustomize.config.k8s.io/id"
	annOrigin     = "config.kubernetes.io/origin"
)

// hostPrefixes start the annotations that hosts add and take away again.
var hostPrefixes = []string{"internal.config.kubernetes.io/", "config.kubernetes.io/", "config.k8s.io/", "kustomize.config.k8s.io/",
	"internal.config.k8s.io/", "alpha.config.kubernetes.io/"}

func isHostAnnotation(key string) bool {
	for _, p := range hostPrefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// showsResults reports whether the host prints results itself, as kpt does.
// kustomize drops them, and so do `kustomize fn run` and a plain pipe. kpt
// writes how a file indents sequences and, when it runs a function itself
// rather than `kpt fn source`, an id into every item.
func showsResults(input []byte) bool {
	if bytes.Contains(input, []byte(annKustomize)) {
		return false
	}
	return bytes.Contains(input, []byte(annPackage)) ||
		bytes.Contains(input, []byte(annSeqIndent)) && bytes.Contains(input, []byte(annResourceID))
}

// rootPackage returns the shortest package path of the items: that of the
// package kpt was asked to render. It is read off the text, since most items
// are not parsed.
func rootPackage(input []byte) string {
	root := ""
	for rest := input; ; {
		_, after, found := bytes.Cut(rest, []byte(annPackage))
		if !found {
			return root
		}
		rest = after
		line, _, _ := bytes.Cut(after, []byte("\n"))
		p := strings.Trim(string(line), "\"': \t\r")
		if i := strings.IndexAny(p, "\"',}"); i >= 0 {
			p = p[:i]
		}
		if p != "" && (root == "" || len(p) < len(root)) {
			root = p
		}
	}
}
