// Package gha speaks with the runner of GitHub Actions: the log, annotations,
// outputs, the step's summary, and the event that started the run.
//
// Everything that Gatefix prints may hold text of a pull request, which anybody
// may have written, and the runner obeys lines of its log. So all printing goes
// through here, and nothing else of the process writes to its outputs.
package gha
