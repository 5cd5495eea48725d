package overlay

import "time"

// Limits bound the work of a run. What goes over one is not rendered, and a
// note says so.
type Limits struct {
	Roots    int           // kustomizations that are rendered
	Files    int           // read for one root; a base counts each time it is used
	Bytes    int64         // read for one root, and rendered of one root
	Time     time.Duration // for all roots together
	Expanded int           // values of one document with its aliases written out
}

// DefaultLimits are far above what people build and far below what harms.
var DefaultLimits = Limits{Roots: 500, Files: 10_000, Bytes: 64 << 20, Time: time.Minute, Expanded: 500_000}
