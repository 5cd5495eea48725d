package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// BaselineVersion is the version of baseline files, and of the fingerprints in
// them.
const BaselineVersion = 1

// Baseline is findings that are known and accepted for now. It holds no values
// and no lines, so that it changes only when the findings do.
type Baseline struct {
	Version  int     `json:"version"`
	Findings []Known `json:"findings"`
}

// Known is one finding of a baseline.
type Known struct {
	Rule        string `json:"rule"`
	Subject     string `json:"subject"` // see [Finding.Subject]
	Path        string `json:"path"`    // see [Finding.StablePath]
	Fingerprint string `json:"fingerprint"`
}

// Comparison counts findings against those of a baseline.
type Comparison struct {
	New, Unchanged int
	// Fixed are in the baseline, and gone.
	Fixed int
	// Unseen are in the baseline and were not looked for: their object is not
	// in the input, or their rule is off.
	Unseen int
}

// NewBaseline makes a baseline of findings. A document that is not YAML is not
// among them: nobody knows what is in it.
func NewBaseline(findings []*Finding) *Baseline {
	b := &Baseline{Version: BaselineVersion, Findings: []Known{}}
	for _, f := range findings {
		if f.Name != RuleBadYAML {
			b.Findings = append(b.Findings, Known{f.Name, f.Subject(), f.StablePath(), f.Fingerprint})
		}
	}
	slices.SortFunc(b.Findings, func(x, y Known) int {
		return cmp.Or(strings.Compare(x.Subject, y.Subject), strings.Compare(x.Path, y.Path),
			strings.Compare(x.Rule, y.Rule), strings.Compare(x.Fingerprint, y.Fingerprint))
	})
	return b
}

// ParseBaseline reads a baseline file.
func ParseBaseline(text []byte) (*Baseline, error) {
	b := &Baseline{}
	if err := json.Unmarshal(text, b); err != nil {
		return nil, fmt.Errorf("not a baseline: %w", err)
	}
	if b.Version != BaselineVersion {
		return nil, fmt.Errorf("version %d of baselines is not known; allowed: %d", b.Version, BaselineVersion)
	}
	return b, nil
}

// Bytes writes the baseline, one finding a line, so that a difference of two
// versions shows findings.
func (b *Baseline) Bytes() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"version\": %d,\n  \"findings\": [", b.Version)
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for i, k := range b.Findings {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		_ = enc.Encode(k) // strings, into memory
		out.Truncate(out.Len() - 1)
	}
	if len(b.Findings) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes()
}

// Compare takes the findings that the baseline knows out of the result. It
// returns the counts, and the baseline without those that were fixed.
func (r *Result) Compare(b *Baseline, cfg *Config) (Comparison, *Baseline) {
	found := map[string]bool{}
	for _, f := range r.Findings {
		found[f.Fingerprint] = true
	}
	var c Comparison
	known, looked := map[string]bool{}, r.lookedAt(b, cfg)
	kept := &Baseline{Version: b.Version, Findings: []Known{}}
	for _, k := range b.Findings {
		if known[k.Fingerprint] {
			continue // two branches of a repository added it, and were merged
		}
		known[k.Fingerprint] = true
		switch {
		case found[k.Fingerprint]:
			c.Unchanged++
		case !looked[k.Subject] || !cfg.Enabled(k.Rule):
			c.Unseen++
		default:
			c.Fixed++
			continue
		}
		kept.Findings = append(kept.Findings, k)
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f *Finding) bool { return known[f.Fingerprint] && f.Name != RuleBadYAML })
	c.New = len(r.Findings)
	r.Stats.countFixes(r.Findings, cfg)
	return c, kept
}

// lookedAt returns the subjects of the input of the kinds that a baseline
// speaks of, and the files.
func (r *Result) lookedAt(b *Baseline, cfg *Config) map[string]bool {
	kinds, out := map[string]bool{}, map[string]bool{}
	for _, k := range b.Findings {
		kind, _, _ := strings.Cut(k.Subject, " ")
		kinds[kind] = true
	}
	for _, e := range r.set.Entries {
		out[(&Finding{At: Place{Doc: e.Doc}}).Subject()] = true
		if !kinds[e.Kind().String()] {
			continue
		}
		if o, skip := e.Object(); o != nil && skip == object.Judged {
			out[subjectOf(o)] = true
		}
	}
	for _, i := range cfg.Ignore {
		if i.At.Doc != nil {
			out[(&Finding{At: i.At}).Subject()] = true
		}
	}
	return out
}
