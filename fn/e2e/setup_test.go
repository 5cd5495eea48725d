//go:build e2e

package e2e

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the output in the examples' READMEs")

// image is the name under which the image is built; the examples call it
// otherwise. kpt takes a name without a registry for one of its own catalogue.
const image = "gatefix.test/gatefix:e2e"

// repo is the root of the repository.
var repo string

// TestMain builds the binary and puts it on the PATH, with the tools before
// what else is installed.
func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "gatefix-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if repo, err = filepath.Abs("../.."); err == nil {
		err = build(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	path := []string{dir, os.Getenv("PATH")}
	if tools := os.Getenv("GATEFIX_TOOLS"); tools != "" {
		path = []string{dir, tools, os.Getenv("PATH")}
	}
	os.Setenv("PATH", strings.Join(path, string(os.PathListSeparator)))
	return m.Run()
}

// build makes the binary; linked statically, it fits into any image.
func build(dir string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-o", dir, "./fn/gatefix")
	cmd.Dir = repo
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

// need skips the test where a tool is missing. "docker" also needs an engine,
// and gives the image.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
		if tool == "docker" {
			needImage(t)
		}
	}
}

// buildImage builds the image once: from the repository's Dockerfile, where
// there is one. The examples' names of it are tags.
var buildImage = sync.OnceValue(func() error {
	dir := repo
	if _, err := os.Stat(filepath.Join(repo, "Dockerfile")); err != nil {
		if dir, err = imageOfTheBinary(); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if out, err := exec.Command("docker", "build", "-t", image, dir).CombinedOutput(); err != nil {
		return fmt.Errorf("docker build: %w\n%s", err, out)
	}
	names, err := imageNames()
	for _, name := range names {
		if out, err := exec.Command("docker", "tag", image, name).CombinedOutput(); err != nil {
			return fmt.Errorf("docker tag: %w\n%s", err, out)
		}
	}
	return err
})

// imageOfTheBinary returns a folder to build an image from that holds the
// binary and, since hosts run functions as nobody, a list of users.
func imageOfTheBinary() (string, error) {
	binary, err := exec.LookPath("gatefix")
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(binary)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "gatefix-image-")
	if err != nil {
		return "", err
	}
	for name, content := range map[string][]byte{
		"gatefix":    text,
		"passwd":     []byte("nobody:x:65534:65534:nobody:/:/sbin/nologin\n"),
		"Dockerfile": []byte("FROM scratch\nCOPY passwd /etc/passwd\nCOPY gatefix /usr/local/bin/gatefix\nENTRYPOINT [\"/usr/local/bin/gatefix\"]\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o755); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// imageNames returns what the examples call the image.
func imageNames() ([]string, error) {
	found := map[string]bool{}
	pattern := regexp.MustCompile(`ghcr\.io/gatefix/gatefix:[\w.-]*\w`)
	files, err := filepath.Glob(filepath.Join(repo, "examples/*/*"))
	for _, f := range files {
		text, _ := os.ReadFile(f) // a folder holds none
		for _, name := range pattern.FindAllString(string(text), -1) {
			found[name] = true
		}
	}
	var names []string
	for name := range found {
		names = append(names, name)
	}
	return names, err
}

func needImage(t *testing.T) {
	t.Helper()
	if err := exec.Command("docker", "info").Run(); err != nil {
		t.Skip("no Docker engine is running")
	}
	if err := buildImage(); err != nil {
		t.Fatal(err)
	}
}

// outcome is what a command did.
type outcome struct {
	stdout, stderr string
	exit           int
}

// command runs a program in a folder.
func command(t *testing.T, dir, name string, args ...string) outcome {
	t.Helper()
	return pipe(t, dir, "", name, args...)
}

// pipe runs a program in a folder with something on its standard input.
func pipe(t *testing.T, dir, stdin, name string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// folder makes a folder of files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func contains(t *testing.T, what, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%s", what, want, text)
		}
	}
}
