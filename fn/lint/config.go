package lint

import (
	"path"
	"strings"
	"time"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Mode tells whether files are repaired or only judged.
type Mode uint8

// The modes. The zero value leaves the choice to the door.
const (
	DefaultMode Mode = iota
	FixMode
	CheckMode
)

// Config is the one configuration of every door. The zero value is not ready
// for use: start from [Defaults].
type Config struct {
	Mode        Mode
	FailOn      Severity // what remains at or above it fails the run
	UnsafeFixes bool

	// Platform is the local cluster the manifests run on: orbstack,
	// docker-desktop, kind, k3d, minikube, lima, podman; "" for none.
	Platform string
	// Versions pin what the manifests are judged by; "" is the newest known.
	Versions Versions
	// GatewayName is the name a colliding Gateway gets.
	GatewayName string
	// StripLLMPrefix is auto, always or never.
	StripLLMPrefix string
	// CRDs are files and directories of CustomResourceDefinitions to judge by
	// besides those of the input. Doors read them; relative names in a
	// configuration file start at that file.
	CRDs []string
	// Controllers are installed in the cluster, but not in the input.
	Controllers []Controller
	// Assume tells what exists beside the input: references to it are no
	// mistakes, and references to anything else of a complete input are.
	Assume object.Assume

	Rules  map[string]RuleConfig
	Ignore []*Ignore
	Limits Limits

	// Now is the day that "until" is compared with; zero: ignores never expire.
	Now time.Time
}

// Versions pin APIs.
type Versions struct{ Agentgateway, GatewayAPI string }

// Controller is a controller's Deployment by name.
type Controller struct{ Name, Namespace string }

// RuleConfig changes one rule.
type RuleConfig struct {
	Off      bool
	Severity Severity // 0: the rule's own
}

// Ignore suppresses findings. Empty fields match anything.
type Ignore struct {
	Rule, Kind, Namespace, Name string
	File                        string // a glob, as of path.Match, on the whole name or its last part
	Reason                      string
	Until                       time.Time // the last day it holds; zero: always

	At   Place // where it is written; Doc is nil when given by other means
	used bool
}

// Defaults returns the configuration of a run without any.
func Defaults() *Config {
	return &Config{FailOn: Error, GatewayName: "ai-gateway", StripLLMPrefix: "auto", Limits: defaultLimits(), Rules: map[string]RuleConfig{}}
}

// Enabled reports whether findings under the name are wanted.
func (c *Config) Enabled(rule string) bool { return !c.Rules[rule].Off }

func (c *Config) severity(f *Finding) Severity {
	if s := c.Rules[f.Name].Severity; s != 0 {
		return s
	}
	return f.Severity
}

// expired reports whether the ignore's last day has passed.
func (i *Ignore) expired(now time.Time) bool {
	return !i.Until.IsZero() && !now.IsZero() && !now.Before(i.Until.AddDate(0, 0, 1))
}

func (i *Ignore) matches(f *Finding, in Input) bool {
	return (i.Rule == "" || i.Rule == f.Name) && i.matchesObject(f.Object) && i.matchesFile(f.At.Doc, in)
}

func (i *Ignore) matchesObject(o *object.Object) bool {
	if o == nil {
		return i.Kind == "" && i.Namespace == "" && i.Name == ""
	}
	return (i.Kind == "" || i.Kind == o.Kind.Name) && (i.Namespace == "" || i.Namespace == o.Namespace) &&
		(i.Name == "" || i.Name == o.Name)
}

func (i *Ignore) matchesFile(d *source.Doc, in Input) bool {
	if i.File == "" {
		return true
	}
	name := in.fileOf(d)
	whole, _ := path.Match(i.File, name)
	last, _ := path.Match(i.File, path.Base(name))
	return whole || last || strings.HasPrefix(name, strings.TrimSuffix(i.File, "/")+"/")
}
