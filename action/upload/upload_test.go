package upload_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/action/upload"
)

func start(t *testing.T) (*double.Double, func(sarif []byte) post.Outcome) {
	t.Helper()
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	return d, func(sarif []byte) post.Outcome {
		return upload.SARIF(t.Context(), c, upload.Input{
			Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Commit: double.Head, Ref: "refs/pull/7/merge", SARIF: sarif,
			Started: time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("CET", 3600)), Checkout: "file:///github/workspace",
		})
	}
}

// The log arrives as it is.
func TestUpload(t *testing.T) {
	log := []byte(`{"version":"2.1.0","runs":[{"results":[{"message":{"text":"ü"}}]}]}`)
	d, put := start(t)
	d.Say("POST /repos", double.BadGateway, double.TooMany) // an upload may be made twice
	if o := put(log); o.Notice != "" || o.Did == "" {
		t.Errorf("%+v", o)
	}
	if len(d.SARIF) != 1 || !bytes.Equal(d.SARIF[0], log) {
		t.Errorf("%d uploads", len(d.SARIF))
	}
}

func TestDenied(t *testing.T) {
	for _, answer := range []double.Answer{double.Forbidden, double.NotFound} { // a fork; no code scanning
		d, put := start(t)
		d.Say("POST /repos", answer)
		if o := put([]byte(`{"runs":[]}`)); !o.Denied || o.Did != "" {
			t.Errorf("%+v", o)
		}
	}
}

// What code scanning would drop later is not uploaded, and said.
func TestLimits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var noise strings.Builder
	for noise.Len() < 20<<20 {
		fmt.Fprintf(&noise, "%x", random.Uint64())
	}
	for want, log := range map[string]string{
		"the SARIF log cannot be read: unexpected end of JSON input":         `{`,
		"the SARIF log has 25001 results; code scanning takes 25000":         `{"runs":[{"results":[0` + strings.Repeat(",0", 25_000) + `]}]}`,
		"the SARIF log has 11 MiB after compression; code scanning takes 10": `{"noise":"` + noise.String() + noise.String()[:1<<20] + `"}`,
	} {
		d, put := start(t)
		if o := put([]byte(log)); o.Notice != want || o.Denied || len(d.Requests()) > 0 {
			t.Errorf("%+v, want %q", o, want)
		}
	}
}
