package schema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// Versions pin the APIs that objects are judged by, such as v1.4.1; "" is the
// newest release.
type Versions struct{ Agentgateway, GatewayAPI string }

// set is a set of releases, by their index in a table.
type set uint32

// everywhere is all releases that have what is around.
const everywhere = ^set(0)

// Names of releases as tables write them.
const (
	next         = "next" // what is not released yet
	experimental = "-experimental"
	kgateway     = "kgateway-"
)

// judges returns the release that judges objects of a table, and the releases
// that are believed where they accept more. That is the experimental channel of
// the same release. Where no release is pinned it is also what agentgateway is to
// release next, and every release of the Gateway API: it takes nothing back but
// experimental fields, and which of its experimental channels a cluster has, no
// manifest shows.
func judges(group string, releases []string, pin Versions) (judge, believed set) {
	switch group {
	case object.GatewayGroup, object.GatewayXGroup:
		i := pinned(releases, pin.GatewayAPI)
		judge = 1 << i
		if pin.GatewayAPI == "" {
			return judge, 1<<len(releases) - 1
		}
		if j := slices.Index(releases, releases[i]+experimental); j >= 0 {
			believed = 1 << j
		}
		return judge, judge | believed
	case object.AgentgatewayGroup:
		judge = 1 << pinned(releases, pin.Agentgateway)
		if j := slices.Index(releases, next); j >= 0 && pin.Agentgateway == "" {
			believed = 1 << j
		}
		return judge, judge | believed
	}
	judge = 1 << (len(releases) - 1)
	return judge, judge
}

// vague reports a group of which the tables know one release of many, and
// nothing says that the cluster has that one.
func vague(group string, pin Versions) bool {
	return group == object.KgatewayGroup && !old(number(pin.Agentgateway))
}

// pinned returns the index of the release that a version means: the one of the
// same minor version, else the last before it, else the first. Without a
// version it is the newest that is released, of the standard channel where
// there is one.
func pinned(releases []string, version string) int {
	best, first := -1, -1
	for i, r := range releases {
		v := number(r)
		switch {
		case v == nil || strings.HasSuffix(r, experimental) && slices.Contains(releases, strings.TrimSuffix(r, experimental)):
			continue
		case first < 0:
			first = i
		}
		if version == "" || !before(number(version), v) || sameMinor(number(version), v) {
			if best < 0 || before(number(releases[best]), v) || version == "" {
				best = i
			}
		}
	}
	switch {
	case best >= 0:
		return best
	case first >= 0:
		return first
	}
	return len(releases) - 1
}

// number returns the parts of a version; nil: it has none.
func number(release string) []int {
	var out []int
	release = strings.TrimSuffix(strings.TrimPrefix(release, kgateway), experimental)
	release, _, _ = strings.Cut(strings.TrimPrefix(release, "v"), "-")
	for part := range strings.SplitSeq(release, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		out = append(out, n)
	}
	return out
}

// before compares versions. kgateway 2 carried the API of agentgateway before
// agentgateway 1 did.
func before(a, b []int) bool {
	if old(a) != old(b) {
		return old(a)
	}
	return slices.Compare(a, b) < 0
}

func old(v []int) bool { return len(v) > 0 && v[0] == 2 }

func sameMinor(a, b []int) bool {
	return len(a) > 1 && len(b) > 1 && a[0] == b[0] && a[1] == b[1]
}

// title is a release as messages call it.
func title(group, release string) string {
	product := "agentgateway"
	switch group {
	case object.GatewayGroup, object.GatewayXGroup:
		product = "Gateway API"
	case object.KgatewayGroup:
		product = "kgateway"
	}
	switch {
	case release == next:
		return "the next release of " + product
	case strings.HasPrefix(release, kgateway):
		return "kgateway v" + strings.TrimPrefix(release, kgateway)
	case strings.HasSuffix(release, experimental):
		return product + " v" + strings.TrimSuffix(release, experimental) + ", experimental channel"
	}
	return product + " v" + release
}
