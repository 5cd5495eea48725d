// Package gateway is the shared model of how traffic is wired: which listener a
// route attaches to and whose product runs it, which backends a rule of the
// route reaches, which grant lets it, and which policies apply on the way.
//
// A [Model] is built over a reader of objects and asks it for a kind only when
// a question needs that kind, so that a rule's declared reads stay true. Every
// index is computed once a model and takes time linear in the input. The
// questions:
//
//   - [Model.Attach]: what becomes of each parentRef of a route, and why;
//     [Model.Forecast]: the condition the controller will set;
//     [Model.Routes]: the same, asked from the Gateway.
//   - [Model.Listeners], [Model.ListenerSets], [Model.AllListeners].
//   - [Model.BackendRefs], [Model.Nested] and [Refer]: the references written in
//     an object; [Model.Resolve]: whether the input holds what one means.
//   - [Model.Grant]: whether a reference may cross namespaces.
//   - [Model.Delegators] and [Model.Children]: routes that hand on to routes.
//   - [Targets], [Model.Selected], [Model.Targeting] and [Model.Sections]: what
//     policies mean, and which policies mean an object.
//   - [Model.Precedes]: which of two objects wins.
//   - [Model.ClassOf] and [Model.Product]: whose Gateway it is.
//
// What the input does not show is answered with [Unsure] or [Outside] and the
// [Gap] in it, never with a guess. A rule that leaves a reference alone for that
// reason hands the gap to lint.Pass.Outside, which counts it.
package gateway
