package github

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// The base URLs of github.com.
const (
	REST    = "https://api.github.com"
	GraphQL = "https://api.github.com/graphql"
)

// apiVersion is the version of the REST API that the calls are written for.
// https://docs.github.com/en/rest/about-the-rest-api/api-versions
const apiVersion = "2022-11-28"

// Options are what a client is made of.
type Options struct {
	// REST is the base URL of the REST API, as GITHUB_API_URL has it; "": that
	// of github.com.
	REST string
	// GraphQL is the URL of the GraphQL API, as GITHUB_GRAPHQL_URL has it; "":
	// the one that goes with REST.
	GraphQL string
	// Token is sent with every request. A client without one only reads what
	// is public.
	Token string
	// Agent names the program, as "gatefix/1.2.3"; "": "gatefix".
	Agent string
	// Clock tells the time and waits; nil: the real one.
	Clock Clock
	// Transport carries requests out; nil: one of its own, which honours the
	// usual proxy variables.
	Transport http.RoundTripper
}

// Client makes calls. It may be used by several goroutines.
type Client struct {
	rest, graphql *url.URL
	token, agent  string
	clock         Clock
	http          *http.Client

	pace  sync.Mutex
	write time.Time // when the next write may go out
}

// New makes a client. The error says which base URL is wrong, and how.
func New(o Options) (*Client, error) {
	c := &Client{token: o.Token, agent: o.Agent, clock: o.Clock}
	if c.agent == "" {
		c.agent = "gatefix"
	}
	if c.clock == nil {
		c.clock = realClock{}
	}
	if o.REST == "" {
		o.REST = REST
	}
	var err error
	if c.rest, err = baseURL(o.REST); err != nil {
		return nil, fmt.Errorf("the URL of the API: %w", err)
	}
	if o.GraphQL == "" {
		o.GraphQL = graphqlFor(c.rest.String())
	}
	if c.graphql, err = baseURL(o.GraphQL); err != nil {
		return nil, fmt.Errorf("the URL of the GraphQL API: %w", err)
	}
	c.http = &http.Client{Transport: o.Transport, CheckRedirect: stay}
	if o.Transport == nil {
		c.http.Transport = transport()
	}
	return c, nil
}

// transport is not http.DefaultTransport, which others may have closed.
func transport() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          4,
		IdleConnTimeout:       time.Minute,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// graphqlFor returns the GraphQL URL that goes with that of the REST API:
// GitHub Enterprise Server keeps them under /api/v3 and /api/graphql.
// https://docs.github.com/en/enterprise-server/graphql/guides/forming-calls-with-graphql
func graphqlFor(rest string) string {
	if host, ok := strings.CutSuffix(rest, "/api/v3"); ok {
		return host + "/api/graphql"
	}
	return rest + "/graphql"
}

// baseURL reads a base URL. The token must not travel in the clear, so plain
// HTTP is for this machine alone.
func baseURL(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(s, "/"))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is not a URL", s)
	case u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%q; allowed: a scheme, a host and a path, as in %q", u.Redacted(), REST)
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return u, nil
	}
	return nil, fmt.Errorf("%q; allowed: https, since a token is sent", s)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// maxRedirects is one more than a repository that was renamed takes.
const maxRedirects = 2

// stay lets a redirect stay where it was, with the same method: the token goes
// along with it.
func stay(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case len(via) > maxRedirects:
		return errors.New("too many redirects")
	case !sameHost(req.URL, first.URL):
		return fmt.Errorf("redirected to another host, %q", req.URL.Host)
	case req.Method != first.Method:
		return fmt.Errorf("redirected from %s to %s", first.Method, req.Method)
	}
	return nil
}

func sameHost(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }
