// Package double is a GitHub for tests: a server on the loopback interface that
// keeps the comments, check runs and commits that are made, under the rules of
// the real one that matter to Gatefix. It fails where it is told to.
//
// Every request and every answer is held against GitHub's own descriptions of
// its APIs, of which testdata keeps what is used (see trim). GitHub passes over
// fields that it does not know; here an unknown field fails the test.
//
// The package and what it needs are for tests only; no binary links them.
package double
