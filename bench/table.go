package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// row is a line of the table. A cell that is empty has nothing to tell.
type row struct {
	what, size, ours, beside, ratio, goal, met, peak string
}

// compared is the row of a program and what it is compared with.
func compared(what, size string, ours sample, beside string, theirs sample) row {
	return row{
		what: what, size: size, ours: spent(ours), beside: beside + " " + spent(theirs),
		ratio: fmt.Sprintf("%.2f (CPU %.2f)", over(ours.wall, theirs.wall), over(ours.cpu, theirs.cpu)),
		peak:  bytesOf(ours.peak) + ", beside it " + bytesOf(theirs.peak),
	}
}

// alone is the row of a program without another beside it.
func alone(what, size string, ours sample, beside string) row {
	return row{what: what, size: size, ours: spent(ours), beside: beside, peak: bytesOf(ours.peak)}
}

// expect adds a goal, and whether it is met.
func (r *row) expect(goal string, met bool) {
	if r.goal != "" {
		r.goal += ", "
	}
	r.goal += goal
	switch {
	case !met:
		r.met = "**no**"
	case r.met == "":
		r.met = "yes"
	}
}

// expectRatio adds the goal that patctl takes at most so many times as long.
func (r *row) expectRatio(ours, theirs sample, most float64) {
	r.expect(fmt.Sprintf("ratio ≤ %g", most), over(ours.wall, theirs.wall) <= most)
}

func over(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

func spent(s sample) string { return fmt.Sprintf("%s (CPU %s)", timeOf(s.wall), timeOf(s.cpu)) }

// timeOf has three digits at least.
func timeOf(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func bytesOf(n int64) string {
	switch {
	case n == 0:
		return "unknown"
	case n < 1<<20:
		return fmt.Sprintf("%d KiB", n>>10)
	case n < 10<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n < 1<<30:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
}

// grouped writes 1000000 as 1,000,000.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// table writes rows as Markdown.
func table(rows []row) string {
	var b strings.Builder
	b.WriteString("| What | Size | patctl | Beside it | Ratio | Goal | Met | Peak memory |\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		for _, cell := range []string{r.what, r.size, r.ours, r.beside, r.ratio, r.goal, r.met, r.peak} {
			b.WriteString("| " + strings.ReplaceAll(cell, "|", `\|`) + " ")
		}
		b.WriteString("|\n")
	}
	return b.String()
}

// machine says when and where the table was made.
func machine() string {
	model := field("/proc/cpuinfo", "model name", ":")
	if model == "" {
		model = runtime.GOARCH
	}
	system := strings.Trim(field("/etc/os-release", "PRETTY_NAME", "="), `"`)
	if system == "" {
		system = runtime.GOOS
	}
	memory := ""
	var kib int64
	if _, err := fmt.Sscan(field("/proc/meminfo", "MemTotal", ":"), &kib); err == nil {
		memory = fmt.Sprintf(", %.0f GiB of memory", float64(kib)/(1<<20))
	}
	return fmt.Sprintf("Measured on %s: %s, %d cores%s, %s, %s.",
		time.Now().UTC().Format(time.DateOnly), model, runtime.NumCPU(), memory, system, runtime.Version())
}

// field returns a value of a file with a name and a value in each line, or "".
func field(file, name, separator string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, separator); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

const (
	begin = "<!-- begin bench -->\n"
	end   = "<!-- end bench -->\n"
)

// replace writes text between the markers of a page.
func replace(file, text string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(page, []byte(begin))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !found || !closed {
		return fmt.Errorf("update %s: it has no markers for the table", file)
	}
	return os.WriteFile(file, bytes.Join([][]byte{before, []byte(begin + "\n" + text + "\n" + end), after}, nil), 0o644)
}
