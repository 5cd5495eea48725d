package kpt

import (
	"errors"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Which functions of a pipeline are Gatefix, and which configuration counts.
// How a package is found, and what errors say, is tested by the scripts of the
// command line.
func TestRead(t *testing.T) {
	read := func(name string) ([]byte, error) {
		if name == "sub/c.yaml" {
			return []byte("{apiVersion: v1, kind: ConfigMap, data: {platform: k3d}}"), nil
		}
		return nil, errors.New("no such file")
	}
	for pipeline, want := range map[string]string{
		`{}`: "none",
		`{mutators: [{image: "gatefix:v1", configMap: {platform: kind}}]}`:                                                         "kind",
		`{mutators: [{image: "ghcr.io:5000/gatefix/gatefix@sha256:0", configMap: {platform: kind}}]}`:                              "kind",
		`{mutators: [{image: "example.com/gatefix/other:v1", configMap: {platform: kind}}]}`:                                       "none",
		`{mutators: [{image: "example.com/not-gatefix:v1", configMap: {platform: kind}}]}`:                                         "none",
		`{mutators: [{exec: "bin/gatefix --x", configMap: {platform: kind}}]}`:                                                     "kind",
		`{mutators: [{exec: "sed s/gatefix/x/", configMap: {platform: kind}}]}`:                                                    "none",
		`{mutators: [{image: gatefix}]}`:                                                                                           "none",
		`{mutators: [{image: gatefix}, {image: gatefix, configPath: sub/c.yaml}]}`:                                                 "k3d",
		`{validators: [{image: gatefix, configMap: {platform: kind}}], mutators: [{image: gatefix, configMap: {platform: lima}}]}`: "lima",
		`{mutators: [{image: gatefix, configPath: c.yaml}]}`:                                                                       "error",
		`{mutators: [{image: gatefix, configPath: /c.yaml}]}`:                                                                      "error",
		`{mutators: [{image: gatefix, configMap: {platform: mars}}]}`:                                                              "error",
		`{mutators: {image: gatefix}}`:                                                                                             "none",
	} {
		f, err := source.Parse("Kptfile", []byte("apiVersion: kpt.dev/v1\nkind: Kptfile\npipeline: "+pipeline+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := Read(f, read, nil)
		got := "none"
		switch {
		case err != nil:
			got = "error"
			if e := (*source.Error)(nil); !errors.As(err, &e) || e.Position.Line == 0 {
				t.Errorf("%s: error without a place: %v", pipeline, err)
			}
		case c != nil:
			got = c.Platform
			if c.StripLLMPrefix != lint.Defaults().StripLLMPrefix {
				t.Errorf("%s: not from the defaults", pipeline)
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s (%v)", pipeline, got, want, err)
		}
	}
}
