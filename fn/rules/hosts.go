package rules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/lint"
)

// devPlatform is a local cluster and the names under which its pods reach the
// machine it runs on.
type devPlatform struct {
	name string // as the configuration calls it
	host string // the name to write; "" where there is none to rely on
	also []string
	// owns are the names that come from this platform: those that mean another
	// one where they stand.
	owns []string
}

// devPlatforms are the platforms of the configuration. Sources, in order:
//   - https://docs.orbstack.dev/docker/network (host.docker.internal) and
//     https://docs.orbstack.dev/machines/network (host.orb.internal);
//     host.internal is answered by the DNS of its Kubernetes
//   - https://docs.docker.com/desktop/features/networking/
//   - https://kind.sigs.k8s.io/ gives the machine no name; where it runs in
//     Docker Desktop or the like, that one's names reach its pods
//   - https://k3d.io/stable/faq/faq/
//   - https://minikube.sigs.k8s.io/docs/handbook/host-access/
//   - https://lima-vm.io/docs/config/network/user/
//   - https://docs.podman.io/en/latest/markdown/podman-run.1.html (--add-host)
var devPlatforms = []devPlatform{
	{name: "orbstack", host: "host.internal", also: []string{"host.docker.internal", "host.orb.internal"}, owns: []string{"host.internal", "host.orb.internal"}},
	{name: "docker-desktop", host: "host.docker.internal", also: []string{"gateway.docker.internal"}, owns: []string{"host.docker.internal", "gateway.docker.internal"}},
	{name: "kind", also: []string{"host.docker.internal", "gateway.docker.internal", "host.internal", "host.orb.internal", "host.lima.internal", "host.containers.internal"}},
	{name: "k3d", host: "host.k3d.internal", owns: []string{"host.k3d.internal"}},
	{name: "minikube", host: "host.minikube.internal", owns: []string{"host.minikube.internal"}},
	{name: "lima", host: "host.lima.internal", owns: []string{"host.lima.internal"}},
	{name: "podman", host: "host.containers.internal", also: []string{"host.docker.internal"}, owns: []string{"host.containers.internal"}},
}

// orbstackHost looks like a name of OrbStack, and is none: nothing answers it.
const orbstackHost = "host.orbstack.internal"

// platformOf returns the platform of that name, or nil.
func platformOf(name string) *devPlatform {
	for i := range devPlatforms {
		if devPlatforms[i].name == name {
			return &devPlatforms[i]
		}
	}
	return nil
}

// ownerOf returns the platform that gives the machine this name, or nil.
func ownerOf(host string) *devPlatform {
	for i := range devPlatforms {
		if slices.Contains(devPlatforms[i].owns, host) {
			return &devPlatforms[i]
		}
	}
	return nil
}

// reaches reports whether pods on the platform reach the machine by the name.
func (p *devPlatform) reaches(host string) bool {
	return host == p.host || slices.Contains(p.also, host)
}

// devHost is a name of the machine that the cluster does not resolve.
type devHost struct {
	name string // in lower case, without a dot at the end
	to   string // the name to write instead; "" where there is none
	why  string
}

// devHostOf judges a host; it returns false where there is nothing to say.
// Without a platform only the name that exists nowhere is reported.
func devHostOf(host, platform string) (devHost, bool) {
	h := devHost{name: strings.ToLower(strings.TrimSuffix(host, "."))}
	owner, here := ownerOf(h.name), platformOf(platform)
	switch {
	case h.name == orbstackHost:
		h.why = "does not resolve in a cluster"
		if here == nil {
			here = platformOf("orbstack")
		}
	case here == nil || owner == nil || here.reaches(h.name):
		return devHost{}, false
	default:
		h.why = "is the name of the machine on " + owner.name
	}
	h.to = here.host
	h.why += machineOn(here)
	return h, true
}

// machineOn says how pods on a platform reach the machine.
func machineOn(p *devPlatform) string {
	if p.host == "" {
		return "; " + p.name + " has no name for the machine: write the address of the gateway of its container network, or run the service in the cluster"
	}
	return "; on " + p.name + " the machine is " + `"` + p.host + `"`
}

// hostToken matches a run of the characters of host names. Letters beyond ASCII
// count, so that a name is never found inside another.
var hostToken = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Za-z0-9_.\x{80}-\x{10FFFF}-]+`) })

// replaceDevHosts exchanges the names of the machine in a text: a host, a URL,
// an argument, a file. It returns the first it found. Words with placeholders
// are left alone.
func replaceDevHosts(text, platform string) (string, devHost, bool) {
	if !strings.Contains(strings.ToLower(text), ".internal") {
		return text, devHost{}, false
	}
	var b strings.Builder
	var first devHost
	found := false
	pos := 0
	for _, at := range hostToken().FindAllStringIndex(text, -1) {
		h, ok := devHostOf(text[at[0]:at[1]], platform)
		if !ok || isPathSegment(text, at[0]) || lint.HasPlaceholder(wordAround(text, at[0])) {
			continue
		}
		if !found {
			first, found = h, true
		}
		if h.to == "" {
			continue
		}
		b.WriteString(text[pos:at[0]] + h.to)
		pos = at[0] + len(h.name)
	}
	b.WriteString(text[pos:])
	return b.String(), first, found
}

// isPathSegment reports whether what starts at i follows a single slash, as a
// directory does and a host does not.
func isPathSegment(text string, i int) bool {
	return i > 0 && text[i-1] == '/' && (i < 2 || text[i-2] != '/')
}

// wordAround returns the text around i up to the next white space.
func wordAround(text string, i int) string {
	start := strings.LastIndexAny(text[:i], " \t\r\n") + 1
	word, _, _ := strings.Cut(text[start:], "\n")
	if end := strings.IndexAny(word[i-start:], " \t\r"); end >= 0 {
		word = word[:i-start+end]
	}
	return word
}

// hostIn returns where the host stands in a host, host:port or URL. An IPv6
// address in brackets is returned with them.
func hostIn(s string) (start, end int) {
	if i := strings.Index(s, "://"); i >= 0 {
		start = i + len("://")
	}
	rest := s[start:]
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		start, rest = start+i+1, rest[i+1:]
	}
	switch colon := strings.IndexByte(rest, ':'); {
	case strings.HasPrefix(rest, "[") && strings.Contains(rest, "]"):
		return start, start + strings.IndexByte(rest, ']') + 1
	case strings.Count(rest, ":") == 1:
		return start, start + colon
	}
	return start, start + len(rest)
}

// isLoopback reports whether a host is the pod that dials it: localhost, an
// address of 127.0.0.0/8, ::1, or an address that stands for every interface.
func isLoopback(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && (addr.Unmap().IsLoopback() || addr.IsUnspecified())
}
