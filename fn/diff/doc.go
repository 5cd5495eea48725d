// Package diff tells where two versions of a text differ: by lines, as people
// read a change, and by bytes, as the formats write it that carry repairs.
package diff
