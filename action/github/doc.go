// Package github talks to GitHub: the few calls of its REST and GraphQL APIs
// that the reporters of the action make. No other package of Gatefix uses the
// network.
//
// Every request goes to the two base URLs that the client was made with, and
// with the token to nowhere else: links and redirects to other hosts are
// refused. Requests are made again where GitHub is overloaded, writes are a
// second apart, waits are bounded, and so are the bodies that are read. Errors
// say what was asked and what GitHub answered, never the token.
//
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
package github
