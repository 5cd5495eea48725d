// Package run is a run of the action: inputs and event in; annotations, summary,
// files, outputs and an exit status out. It decides what becomes of findings,
// and nothing about manifests: those the engine judges, as at every door.
package run
