package gateway

import (
	"time"

	"github.com/gatefix/gatefix/fn/object"
)

// Rank is where an object stands among those that ask for the same.
type Rank struct {
	created time.Time // zero: the manifest does not say
	name    string    // namespace/name
}

// Rank returns where an object stands.
func (m *Model) Rank(o *object.Object) Rank { return Rank{created(o), m.Namespace(o) + "/" + o.Name} }

// Dated reports whether the manifest holds the time at which the object was made.
func (r Rank) Dated() bool { return !r.created.IsZero() }

// Precedes reports whether the Gateway API prefers one object to another where
// two routes or policies ask for the same: the older one, and of two of the same
// age the one whose "namespace/name" comes first in the alphabet. Manifests rarely
// hold the time at which an object was made: sure is false where the order of
// names decides only if both are applied within one second.
// https://gateway-api.sigs.k8s.io/guides/api-design/#conflicts
func (r Rank) Precedes(other Rank) (first, sure bool) {
	sure = r.Dated() && other.Dated()
	if sure && !r.created.Equal(other.created) {
		return r.created.Before(other.created), true
	}
	return r.name < other.name, sure
}

// Precedes is [Rank.Precedes] of two objects.
func (m *Model) Precedes(a, b *object.Object) (first, sure bool) {
	return m.Rank(a).Precedes(m.Rank(b))
}

func created(o *object.Object) time.Time {
	text := o.Get("metadata", "creationTimestamp").Text()
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}
