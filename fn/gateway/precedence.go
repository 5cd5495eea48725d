package gateway

import (
	"strings"
	"time"

	"github.com/gatefix/gatefix/fn/object"
)

// Precedes reports whether the Gateway API prefers a to b where two routes or
// policies ask for the same: the older one, and of two of the same age the one
// whose "namespace/name" comes first in the alphabet. Manifests rarely hold the
// time at which an object was made: sure is false where the order of names
// decides only if both are applied within one second.
// https://gateway-api.sigs.k8s.io/guides/api-design/#conflicts
func (m *Model) Precedes(a, b *object.Object) (first, sure bool) {
	x, y := created(a), created(b)
	if !x.IsZero() && !y.IsZero() && !x.Equal(y) {
		return x.Before(y), true
	}
	return strings.Compare(m.Namespace(a)+"/"+a.Name, m.Namespace(b)+"/"+b.Name) < 0, !x.IsZero() && !y.IsZero()
}

func created(o *object.Object) time.Time {
	t, err := time.Parse(time.RFC3339, o.Get("metadata", "creationTimestamp").Text())
	if err != nil {
		return time.Time{}
	}
	return t
}
