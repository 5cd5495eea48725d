// Package source holds YAML text with exact positions, and edits on it.
//
// It is the only package that knows YAML's inner life. Everything above it
// sees a [File] made of [Doc]s, a Doc as a tree of [Node]s, and a change as an
// [Edit] on a path. A Node knows the bytes it was written in; an Edit becomes
// the replacement of those bytes and of no others. Nothing is ever
// re-serialised: comments, order, quoting, blank lines, indentation and line
// endings of everything that was not edited stay as they were.
//
// A string may hold YAML of its own, as Helm values are often written:
// [Doc.Nested] reads it as a document whose places are places in the file, and
// whose edits are edits of the string.
//
// The structure comes from go.yaml.in/yaml/v3, the parser that kustomize and
// kpt use, so a document means here what it means there. That parser tells
// where a node starts; where it ends is computed here, and checked against the
// value the parser saw. Where the check fails the document stays readable but
// refuses edits.
//
// Every edit is proven before it is returned: [Apply] parses the text it made
// and compares it with the edit carried out on the parsed value. What does not
// compare equal is refused, never written.
package source
