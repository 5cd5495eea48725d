// Package gateway is the shared model of how traffic is wired: which Gateway a
// route attaches to and whose product runs it, which backends a rule of the
// route reaches, and which policies apply on the way.
//
// A [Model] is built over a reader of objects and asks it for a kind only when
// a question needs that kind, so that a rule's declared reads stay true. Every
// index is computed once a model and takes time linear in the input. What the
// input does not show is answered with nil or [Unknown], never with a guess.
package gateway
