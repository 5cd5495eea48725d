package github

import "context"

// actionsBot is whose token GITHUB_TOKEN is.
const actionsBot = "github-actions[bot]"

// viewerQuery asks whose token this is; GITHUB_TOKEN may not ask the REST API.
const viewerQuery = `query Viewer { viewer { login } }`

// Login returns the name of the account that the token belongs to. Where GitHub
// does not say, it is that of GITHUB_TOKEN.
func (c *Client) Login(ctx context.Context) string {
	var data struct{ Viewer User }
	if err := c.ask(ctx, "viewer", viewerQuery, nil, &data); err != nil || data.Viewer.Login == "" {
		return actionsBot
	}
	return data.Viewer.Login
}

// Thread is a comment on lines of a pull request with its replies.
type Thread struct {
	ID       string // of the thread, for GraphQL
	Comment  string // of its first comment, for GraphQL
	Number   int64  // of its first comment, for REST
	Resolved bool
}

const threadsQuery = `query Threads($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 1) { nodes { id fullDatabaseId } } }
      }
    }
  }
}`

type threadsPage struct {
	Repository struct {
		PullRequest struct {
			ReviewThreads struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
				Nodes []threadNode
			}
		}
	}
}

type threadNode struct {
	ID         string
	IsResolved bool
	Comments   struct {
		Nodes []struct {
			ID             string
			FullDatabaseID int64 `json:"fullDatabaseId,string"`
		}
	}
}

// Threads lists the threads of comments of a pull request.
// https://docs.github.com/en/graphql/reference/objects#pullrequestreviewthread
func (c *Client) Threads(ctx context.Context, p Pull) ([]Thread, error) {
	var all []Thread
	variables := map[string]any{"owner": p.Owner, "name": p.Name, "number": p.Number, "after": nil}
	for range maxPages {
		var page threadsPage
		if err := c.ask(ctx, "reviewThreads", threadsQuery, variables, &page); err != nil {
			return nil, err
		}
		threads := page.Repository.PullRequest.ReviewThreads
		for _, n := range threads.Nodes {
			if len(n.Comments.Nodes) > 0 {
				first := n.Comments.Nodes[0]
				all = append(all, Thread{n.ID, first.ID, first.FullDatabaseID, n.IsResolved})
			}
		}
		if !threads.PageInfo.HasNextPage {
			break
		}
		variables["after"] = threads.PageInfo.EndCursor
	}
	return all, nil
}

const resolveMutation = `mutation Resolve($thread: ID!) {
  resolveReviewThread(input: {threadId: $thread}) { thread { id isResolved } }
}`

// Resolve marks a thread as resolved.
// https://docs.github.com/en/graphql/reference/mutations#resolvereviewthread
func (c *Client) Resolve(ctx context.Context, thread string) error {
	return c.mutate(ctx, "resolveReviewThread", resolveMutation, map[string]any{"thread": thread}, nil)
}

const minimizeMutation = `mutation Minimize($comment: ID!) {
  minimizeComment(input: {subjectId: $comment, classifier: RESOLVED}) { minimizedComment { isMinimized } }
}`

// Minimize folds a comment as one whose matter is resolved.
// https://docs.github.com/en/graphql/reference/mutations#minimizecomment
func (c *Client) Minimize(ctx context.Context, comment string) error {
	return c.mutate(ctx, "minimizeComment", minimizeMutation, map[string]any{"comment": comment}, nil)
}
