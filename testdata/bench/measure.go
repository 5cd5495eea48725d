package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// work is one row of the table for several programs.
type work struct {
	name string
	make func(path string) error // writes the input, a file or a directory
	// tools are gatefix, and peers that do the same. Those whose program is
	// missing are left out.
	tools []tool
}

// tool is a program with its arguments; INPUT stands for the input.
type tool struct {
	name  string
	argv  []string
	stdin bool // the input goes to standard input
	exits []int
}

// figures are those of one run.
type figures struct {
	wall, cpu time.Duration
	memory    int64 // peak, bytes
}

func (c work) run(dir string, runs int) error {
	input := filepath.Join(dir, "input.yaml")
	if err := c.make(input); err != nil {
		return err
	}
	defer os.RemoveAll(input)
	tools := slices.DeleteFunc(slices.Clone(c.tools), func(t tool) bool { return len(t.argv) == 0 || !exists(t.argv[0]) })
	all := make([][]figures, len(tools))
	for round := range runs + 1 {
		for i, t := range tools {
			f, err := t.run(input)
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			if round > 0 {
				all[i] = append(all[i], f)
			}
		}
	}
	c.print(tools, all)
	return nil
}

func exists(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

func (t tool) run(input string) (figures, error) {
	argv := slices.Clone(t.argv)
	for i := range argv {
		argv[i] = strings.ReplaceAll(argv[i], "INPUT", input)
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), "KUBECONFIG=/dev/null")
	if t.stdin {
		f, err := os.Open(input)
		if err != nil {
			return figures{}, err
		}
		defer f.Close()
		cmd.Stdin = f
	}
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if code := cmd.ProcessState.ExitCode(); code != 0 && !slices.Contains(t.exits, code) {
		return figures{}, fmt.Errorf("exit status %d: %v", code, err)
	}
	f := figures{wall: wall, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		f.memory = int64(ru.Maxrss) << 10
	}
	return f, nil
}

// print writes the rows of a case; gatefix is first, and compared with the
// second.
func (c work) print(tools []tool, all [][]figures) {
	for i, t := range tools {
		wall := median(all[i], func(f figures) float64 { return f.wall.Seconds() })
		memory := median(all[i], func(f figures) float64 { return float64(f.memory) })
		ofWall, ofMemory := "", ""
		if i == 0 && len(all) > 1 {
			ofWall = fmt.Sprintf("%.2f", wall/median(all[1], func(f figures) float64 { return f.wall.Seconds() }))
			ofMemory = fmt.Sprintf("%.2f", memory/median(all[1], func(f figures) float64 { return float64(f.memory) }))
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %.0f MB | %s |\n", c.name, t.name, seconds(wall), ofWall,
			seconds(median(all[i], func(f figures) float64 { return f.cpu.Seconds() })), memory/1e6, ofMemory)
	}
}

func median(all []figures, of func(figures) float64) float64 {
	values := make([]float64, len(all))
	for i, f := range all {
		values[i] = of(f)
	}
	slices.SortFunc(values, cmp.Compare[float64])
	return values[len(values)/2]
}

func seconds(s float64) string {
	if s < 1 {
		return fmt.Sprintf("%.1f ms", s*1e3)
	}
	return fmt.Sprintf("%.2f s", s)
}

func machine() string {
	return fmt.Sprintf("%s/%s, %d processors, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
}
