package cli

import (
	"strings"
	"testing"
)

func TestPlainText(t *testing.T) {
	for markdown, want := range map[string]string{
		"## name\n\nText.\n":                                "name\n\nText.\n",
		"**Why:** see <https://a.b/c>.\n":                   "Why: see https://a.b/c.\n",
		"- <https://a.b/c>\n":                               "- https://a.b/c\n",
		"as `a/**/b` and `c/**`\n":                          "as `a/**/b` and `c/**`\n",
		"- <https://a.b/" + strings.Repeat("c", 80) + ">\n": "- https://a.b/" + strings.Repeat("c", 80) + "\n",
		"```yaml\na:   1\n```\n":                            "    a:   1\n",
		"- one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen\n": "- one two three four five six seven eight nine ten eleven twelve thirteen\n  fourteen fifteen\n",
	} {
		if got := plainText(markdown); got != want {
			t.Errorf("%q\ngot  %q\nwant %q", markdown, got, want)
		}
	}
}
