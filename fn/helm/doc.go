// Package helm reads which Helm releases a manifest installs: with Flux, with
// Argo CD, or with kustomize. It renders nothing; it tells what the objects of
// a release are called, as far as the manifest tells it.
package helm
