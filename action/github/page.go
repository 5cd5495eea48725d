package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gatefix/gatefix/fn/text"
)

// pageSize is the most that GitHub gives at once.
const pageSize = 100

// maxPages bounds a list that does not end.
const maxPages = 100

// list returns all items of a list, page by page.
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func list[T any](ctx context.Context, c *Client, path string) ([]T, error) {
	var all []T
	r := c.get(path, url.Values{"per_page": {fmt.Sprint(pageSize)}})
	for range maxPages {
		var page []T
		header, err := c.do(ctx, r, &page)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		next, err := c.next(r, header)
		if err != nil || next == nil {
			return all, err
		}
		r.url = next
	}
	return nil, fmt.Errorf("GET %s: more than %d pages", path, maxPages)
}

var nextLink = text.NewPattern(`<([^>]*)>[^,]*;\s*rel="?next"?(?:[;,\s]|$)`)

// next returns the URL of the page that follows, or nil. A link that leads to
// another host is an error: the token would go there.
func (c *Client) next(r request, header http.Header) (*url.URL, error) {
	m := nextLink.FindStringSubmatch(strings.Join(header.Values("Link"), ", "))
	if m == nil {
		return nil, nil
	}
	u, err := r.url.Parse(m[1])
	if err != nil {
		return nil, fmt.Errorf("GET %s: the link to the next page is not a URL", r.path)
	}
	if !sameHost(u, c.rest) || u.User != nil {
		return nil, fmt.Errorf("GET %s: the link to the next page leads to another host, %q", r.path, u.Host)
	}
	return u, nil
}
