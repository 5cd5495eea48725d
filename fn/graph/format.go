package graph

import "io"

// Format writes a graph.
type Format func(io.Writer, *Graph) error

// Formats are the formats by name.
var Formats = map[string]Format{"dot": DOT, "json": JSON, "mermaid": Mermaid}
