package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// metrics are what a Go benchmark reported, by unit.
type metrics map[string]float64

func (m metrics) duration(unit string) time.Duration {
	if unit == "ns/op" {
		return time.Duration(m[unit])
	}
	return time.Duration(m[unit] * float64(time.Millisecond))
}

// benchmark runs a Go benchmark of a package, and returns the metrics of each of its parts by
// what follows the name: "" or "/PART". Nothing runs with "once": see everyBenchmark.
func (b *bench) benchmark(dir, name, times string) (map[string]metrics, error) {
	if b.once {
		return nil, nil
	}
	b.say("Benchmark%s", name)
	cmd := exec.CommandContext(b.ctx, "go", "test", "-run", "^$", "-bench", "^Benchmark"+name+"$", "-benchtime", times, "./"+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("run Benchmark%s: %w\n%s", name, err, out)
	}
	found := map[string]metrics{}
	for line := range strings.Lines(string(out)) {
		part, m := reported(line, name)
		if m != nil {
			found[part] = m
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the benchmark %s reported nothing\n%s", name, out)
	}
	return found, nil
}

// reported reads a line such as "BenchmarkCall/proxy-2  100  123 ns/op  4 calls".
func reported(line, name string) (part string, m metrics) {
	fields := strings.Fields(line)
	if len(fields) < 4 {
		return "", nil
	}
	part, ours := strings.CutPrefix(fields[0], "Benchmark"+name)
	if !ours {
		return "", nil
	}
	if n := runtime.GOMAXPROCS(0); n > 1 {
		part = strings.TrimSuffix(part, fmt.Sprint("-", n))
	}
	m = metrics{}
	for i := 2; i+1 < len(fields); i += 2 {
		value, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return "", nil
		}
		m[fields[i+1]] = value
	}
	return part, m
}

// everyBenchmark runs every Go benchmark once, except on large inputs.
func (b *bench) everyBenchmark(stdout io.Writer) error {
	dirs, err := benchmarkDirs(".")
	if err != nil {
		return err
	}
	args := append([]string{"test", "-run", "^$", "-bench", ".", "-benchtime", "1x", "-skip", "/100000"}, dirs...)
	cmd := exec.CommandContext(b.ctx, "go", args...)
	cmd.Env = append(os.Environ(), "PATCTL_BENCH_SERVE=2s")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("run every benchmark: %w\n%s", err, out)
	}
	for _, dir := range dirs {
		fmt.Fprintln(stdout, "ok", strings.TrimPrefix(dir, "./"))
	}
	return nil
}

// benchmarkDirs returns the directories whose tests have a benchmark.
func benchmarkDirs(root string) ([]string, error) {
	var dirs []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		src, err := os.ReadFile(name)
		if err == nil && bytes.Contains(src, []byte("\nfunc Benchmark")) {
			dirs = append(dirs, "./"+filepath.ToSlash(filepath.Dir(name)))
		}
		return err
	})
	slices.Sort(dirs)
	return slices.Compact(dirs), err
}
