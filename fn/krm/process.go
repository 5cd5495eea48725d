package krm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/parallel"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

// Env is what a run takes from the world around it.
type Env struct {
	// Now is the day on which ignores are judged; zero: they never expire.
	Now time.Time
	// ReadFile reads a file that an item says it comes from, to tell the line
	// of a finding. Nil: lines are not told.
	ReadFile func(name string) ([]byte, error)

	// In tests: the rules, and what runs them; nil: all there are, lint.Run.
	rules []*lint.Rule
	run   func(lint.Input, []*lint.Rule, *lint.Config) *lint.Result
}

// issues is where faults of the program are reported.
const issues = "https://github.com/gatefix/gatefix/issues"

// MaxInput is the largest input, in bytes, that the function works on. A larger
// one is handed on as it is, and the exit code is 1.
const MaxInput = 256 << 20

// Main runs the function: it reads all of stdin, and returns the exit code.
func Main(stdin io.Reader, stdout, stderr io.Writer) int {
	input, err := source.Read(stdin, MaxInput)
	var large *source.TooLarge
	switch {
	case errors.As(err, &large):
		return HandOn(large, stdin, stdout, stderr)
	case err != nil:
		fmt.Fprintln(stderr, "gatefix: standard input:", err)
		_, _ = stdout.Write(input)
		return 1
	}
	return Run(input, stdout, stderr)
}

// HandOn is the answer to an input that is too large: the input itself, since a
// host deletes what does not come back, and exit code 1.
func HandOn(large *source.TooLarge, rest io.Reader, stdout, stderr io.Writer) int {
	fmt.Fprintf(stderr, "gatefix: standard input: %v; nothing was changed\n", large)
	if err := large.HandOn(stdout, rest); err != nil {
		fmt.Fprintln(stderr, "gatefix: standard output:", err)
	}
	return 1
}

// Run is Main for an input that is read already.
func Run(input []byte, stdout, stderr io.Writer) int {
	output, exit, notes := Process(input, Env{Now: time.Now(), ReadFile: readRegular})
	_, _ = io.WriteString(stderr, notes)
	if _, err := stdout.Write(output); err != nil {
		fmt.Fprintln(stderr, "gatefix: standard output:", err)
		return 1
	}
	return exit
}

// readRegular reads a regular file of a size worth parsing. The name comes from
// the input, which may name a device.
func readRegular(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Size() > source.MaxDocument:
		return nil, fmt.Errorf("%s is not a file of manifests", name)
	}
	return os.ReadFile(name)
}

// Process is one run of the function on an input. The output is never empty
// unless the input is, and holds every item of it. notes are for standard
// error; they end with a newline unless empty. exit is 0 or 1.
func Process(input []byte, env Env) (output []byte, exit int, notes string) {
	defer func() {
		if r := recover(); r != nil {
			output, exit, notes = failed(input, result{message: fmt.Sprintf("internal error%s: %v; nothing was changed; please report it at %s", where(r), r, issues)})
		}
	}()
	s, err := read(input)
	if err != nil {
		return failed(input, result{message: err.Error()})
	}
	if env.rules == nil {
		env.rules = rules.All
	}
	if env.run == nil {
		env.run = lint.Run
	}
	known := namesOf(env.rules)
	conf, err := readConfig(s.list, known)
	if err != nil {
		return failed(input, configResult(err))
	}
	defs, err := crd.Load(conf.crds())
	if err != nil {
		return failed(input, configResult(conf.badCRDs(err)))
	}
	conf.cfg.Now = env.Now
	conf.placedIn(s.pipelineStep())
	in := lint.Input{Files: []*source.File{s.file}, Known: known, Tooling: conf.isItself, FileOf: s.fileOf(), Schemas: defs.For}
	found := env.run(in, env.rules, conf.cfg)
	if found.Stopped != nil {
		return failed(input, result{message: found.Stopped.Message})
	}
	if errs := defs.Errors(); len(errs) > 0 {
		return failed(input, configResult(conf.badCRDs(errs[0])))
	}
	return s.finish(found, conf, env)
}

func namesOf(rs []*lint.Rule) []string {
	names := make([]string, len(rs))
	for i, r := range rs {
		names[i] = r.Name
	}
	return names
}

// where names the line of this module's code that panicked. It is called while
// the panic unwinds.
func where(value any) string {
	callers := make([]uintptr, 64)
	callers = callers[:runtime.Callers(2, callers)]
	if p, ok := value.(*parallel.Panic); ok {
		callers = p.Callers
	}
	frames := runtime.CallersFrames(callers)
	panicked := false
	for {
		f, more := frames.Next()
		panicked = panicked || f.Function == "runtime.gopanic"
		if _, file, ok := strings.Cut(f.File, "/fn/"); ok && panicked && strings.Contains(f.Function, "gatefix/fn/") {
			return fmt.Sprintf(" at fn/%s:%d", file, f.Line)
		}
		if !more {
			return ""
		}
	}
}

// failed is the answer when something went wrong: the input, byte for byte,
// with the error as a result where there is a place for results.
func failed(input []byte, r result) (output []byte, exit int, notes string) {
	r.severity = lint.Error
	r.message = strings.Join(strings.Fields(r.message), " ")
	output, attached := attach(input, r)
	if !attached || !showsResults(input) {
		notes = "gatefix: " + r.String() + "\n"
	}
	return output, 1, notes
}

// attach adds a result to an input that nothing else was done to.
func attach(input []byte, r result) (output []byte, attached bool) {
	defer func() {
		if recover() != nil {
			output, attached = input, false
		}
	}()
	s, err := read(input)
	if err != nil || s.list == nil {
		return input, false
	}
	output, attached, err = s.output(s.file, 0, []any{r.wire()})
	if err != nil {
		return input, false
	}
	return output, attached
}

func configResult(err error) result {
	r := result{message: err.Error()}
	var e *configError
	if errors.As(err, &e) && e.doc != nil {
		p := places{}
		r.ref, r.file = refOf(e.doc.Root()), p.fileOf(e.doc.Root())
		if e.at != nil {
			r.path = e.at.Path().String()
		}
	}
	return r
}

// finish turns what was found into the output.
func (s *stream) finish(found *lint.Result, conf configuration, env Env) (output []byte, exit int, notes string) {
	results := s.results(found, conf, env)
	wire := make([]any, len(results))
	for i, r := range results {
		wire[i] = r.wire()
	}
	output, attached, err := s.output(found.Files[0], found.Added, wire)
	if err != nil {
		return failed(s.input, result{message: fmt.Sprintf("internal error: %v; nothing was changed; please report it at %s", err, issues)})
	}
	if found.Failed(conf.cfg.FailOn) {
		exit = 1
	}
	if !attached || !showsResults(s.input) {
		notes = notesOf(results, found, countItems(s.file), conf.cfg)
	}
	return output, exit, notes
}

// output is the list with results beside the items of a version of the file.
// It is an error where that holds more or fewer items than came in and were
// added: a host deletes what is missing.
func (s *stream) output(file *source.File, added int, results []any) (output []byte, attached bool, err error) {
	output, attached = s.write(file, results)
	if len(output) == len(s.input) && string(output) == string(s.input) {
		return output, attached, nil
	}
	f, err := source.Parse(streamName, output)
	if err == nil && len(f.Docs) != len(s.file.Docs)+added && countItems(f) != countItems(s.file)+added {
		err = fmt.Errorf("%d items came in and %d were added, %d would go out", countItems(s.file), added, countItems(f))
	}
	return output, attached, err
}

// countItems counts the documents of a file, those that are a list of nothing
// left out.
func countItems(f *source.File) int {
	n := 0
	for _, d := range f.Docs {
		if !isList(d) {
			n++
		}
	}
	return n
}
