package github

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
)

// Commit is a commit to be made on a branch. GitHub signs it.
type Commit struct {
	Repo
	Branch  string            // without refs/heads/
	Head    string            // the commit that must be the last of the branch
	Message string            // the first line is the headline
	Files   map[string][]byte // what the files become, by path
}

const commitMutation = `mutation Commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`

// CreateCommit makes a commit and returns its name. Where the branch has moved
// on, the error is [ErrUnprocessable].
// https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch
func (c *Client) CreateCommit(ctx context.Context, commit Commit) (string, error) {
	headline, body, _ := strings.Cut(commit.Message, "\n")
	var files []map[string]string
	for _, path := range slices.Sorted(maps.Keys(commit.Files)) {
		files = append(files, map[string]string{"path": path, "contents": base64.StdEncoding.EncodeToString(commit.Files[path])})
	}
	input := map[string]any{
		"branch":          map[string]string{"repositoryNameWithOwner": commit.Repo.String(), "branchName": commit.Branch},
		"expectedHeadOid": commit.Head,
		"message":         map[string]string{"headline": headline, "body": strings.TrimLeft(body, "\n")},
		"fileChanges":     map[string]any{"additions": files},
	}
	var made struct {
		CreateCommitOnBranch struct{ Commit struct{ OID string } }
	}
	err := c.mutate(ctx, "createCommitOnBranch", commitMutation, map[string]any{"input": input}, &made)
	return made.CreateCommitOnBranch.Commit.OID, err
}
