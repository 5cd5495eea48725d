// Package overlay judges what kustomizations make of the files: it renders them
// in process, and leads each finding back to what caused it.
//
// The files of the input are judged as they stand, elsewhere. What an overlay
// changes only shows when it is built: a patch sets a wrong value, a prefix
// leaves a reference behind. So [Renderer.Also] builds every root, which is a
// kustomization that no other one of the input refers to, runs the rules on the
// objects that come out, and keeps what the plain files do not show already.
//
// # The way back
//
// Before kustomize reads a document, an annotation of our own is added to it in
// memory ([tracer]). kustomize merges annotations, so an object that comes out
// names its document and every strategic merge patch that touched it. The
// annotations that kustomize itself writes (buildMetadata: originAnnotations,
// transformerAnnotations, asked for in memory too) tell the kustomizations on
// the way. The place of a finding is then ([made.locate]):
//
//  1. the value in the document, where it is the same there;
//  2. else the patch that wrote it, the last one first;
//  3. else the line of the kustomization whose transformer made it;
//  4. else what is next above it in the document.
//
// # Limits
//
// Nothing is executed and nothing is fetched: remote bases, functions, plugins
// and Helm charts are not rendered, and [Renderer.Notes] says so. Files are read
// through an [os.Root], and the work is bounded ([Limits]).
package overlay
