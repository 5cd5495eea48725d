package run

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/input"
	"github.com/gatefix/gatefix/action/scope"
	"github.com/gatefix/gatefix/action/workspace"
	"github.com/gatefix/gatefix/fn/report"
)

// Action is the program.
type Action struct {
	Log     io.Writer
	Getenv  func(string) string
	Version string
	// Remote connects with GitHub; nil: [Connect] does.
	Remote func(*input.Inputs, *gha.Event, func(string) string) (Remote, error)
	// Now is the time; nil: the system's.
	Now func() time.Time
	// Timeout bounds judging; zero: [DefaultTimeout].
	Timeout time.Duration
}

// DefaultTimeout is far above what repositories take.
const DefaultTimeout = 10 * time.Minute

// run is one run in progress.
type run struct {
	*Action
	ctx    context.Context
	kit    *gha.Toolkit
	in     *input.Inputs
	event  *gha.Event
	work   *workspace.Workspace
	within string // the working directory, in the workspace
	repo   *scope.Repo
	remote Remote // nil: there is no token
	scope  *scope.Scope
	built  map[string]bool // changed files that overlays may be made of, or not

	started time.Time
	notes   []string         // for the log and the summary
	first   []gha.Annotation // on the run itself
}

// Main runs the action and returns the exit status.
func (a *Action) Main() int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r := &run{Action: a, ctx: ctx, kit: gha.New(a.Log, a.Getenv), built: map[string]bool{}}
	if a.Now == nil {
		a.Now = time.Now
	}
	r.started = a.Now()
	status, err := r.main()
	if err != nil {
		return r.refuse(err)
	}
	return status
}

// refuse tells what is wrong with the inputs or the configuration.
func (r *run) refuse(err error) int {
	for _, line := range strings.Split(err.Error(), "\n") {
		r.kit.Annotate(gha.Annotation{Level: gha.Error, Title: "gatefix", Message: line})
	}
	r.output("conclusion", "error")
	return report.Unusable
}

func (r *run) main() (int, error) {
	var err error
	if r.in, err = input.Read(r.Getenv); err != nil {
		return 0, err
	}
	if r.event, err = gha.ReadEvent(r.Getenv); err != nil {
		return 0, err
	}
	if err := r.open(); err != nil {
		return 0, err
	}
	defer r.work.Close()
	if err := r.connect(); err != nil {
		return 0, err
	}
	if err := r.find(); err != nil {
		return 0, err
	}
	o, err := r.judge()
	if err != nil {
		return 0, err
	}
	return r.finish(o)
}

// open opens the workspace, which becomes the working directory: files are
// called by their names in the repository.
func (r *run) open() (err error) {
	dir := r.Getenv("GITHUB_WORKSPACE")
	if dir == "" {
		dir = "."
	}
	if r.work, r.within, err = workspace.Open(dir, r.in.WorkingDirectory, workspace.DefaultLimits); err != nil {
		return err
	}
	if err := os.Chdir(r.work.Dir); err != nil {
		return err
	}
	r.repo, err = scope.Open(r.work.Dir)
	if err != nil {
		r.note("%v", err)
	}
	return nil
}

// connect sets the connection with GitHub up, where there is a token.
func (r *run) connect() (err error) {
	connect := r.Remote
	if connect == nil {
		connect = Connect
	}
	r.remote, err = connect(r.in, r.event, r.Getenv)
	return err
}

// find finds out which lines the run answers for.
func (r *run) find() error {
	if r.event.Name == "pull_request_target" {
		r.say(gha.Warning, "this workflow runs on pull_request_target, with the rights of the base repository; gatefix runs nothing of a pull request, but steps beside it may: on: pull_request is the safe choice")
	}
	if r.in.Scope == "all" {
		r.scope = scope.Of(r.ctx, r.event, r.repo, nil)
		r.scope.All()
		return nil
	}
	var api scope.API
	if r.remote != nil {
		api = r.remote
	}
	r.scope = scope.Of(r.ctx, r.event, r.repo, api)
	switch {
	case r.scope.Why == "":
	case r.in.Scope != "auto":
		return fmt.Errorf("scope %q: what changed is not known: %s; or set scope to auto or all", r.in.Scope, r.scope.Why)
	default:
		r.say(gha.Warning, "what changed is not known, so everything counts: "+r.scope.Why)
	}
	return nil
}

func (r *run) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// say annotates the run itself.
func (r *run) say(level gha.Level, message string) {
	r.first = append(r.first, gha.Annotation{Level: level, Title: "gatefix", Message: message})
}

// output sets an output. Outside of a runner nobody reads it.
func (r *run) output(name, value string) {
	if err := r.kit.Output(name, value); err != nil && r.Getenv("GITHUB_OUTPUT") != "" {
		r.kit.Log("note: " + err.Error())
	}
}

var errTimeout = errors.New("judging the manifests takes too long; narrow paths")
