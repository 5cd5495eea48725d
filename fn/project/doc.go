// Package project judges files as parts of what they lie in: with the
// kustomizations around them, which tell patches from objects and are rendered,
// and with the kpt packages around them, which configure Gatefix. The doors
// that read files share it, so that they answer alike.
package project
