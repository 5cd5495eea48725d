// Package rename finds what has to change when a Gateway gets another name:
// every reference to the Gateway, and to the objects that are generated under
// its name, that a set of manifests holds.
//
// What counts as a reference is a table ([table]): a row says where a name
// stands, what it means there, and in which namespace. To teach the renamer
// another reference, add a row.
//
// A reference is edited where it can mean nothing but this Gateway. What may
// mean it, and free text that names it, is listed as a mention and left alone.
package rename
