// Command bench measures patctl side by side with other programs that do a part of the same
// work, and prints one table in Markdown:
//
//	go run ./bench                                        measure everything
//	go run ./bench --only 'audit|links'                   measure some groups
//	go run ./bench --update docs/performance.md           measure everything, and put the table into the page
//	go run ./bench once                                   run everything once on little input
//
// With "once", nothing is measured. It shows that every benchmark still works.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is a run of this program.
type bench struct {
	ctx      context.Context
	progress io.Writer
	dir      string // for programs and what they read; removed at the end
	self     string // this program, which also is what patctl is compared with
	patctl   string
	worst    string
	once     bool
	tokens   []int // sizes of audits
	runs     int
	slowRuns int // of what takes many seconds
}

// group is a part of the table.
type group struct {
	name    string
	measure func(*bench) ([]row, error)
}

// groups are the parts of the table, in its order.
var groups = []group{
	{"startup", startup},
	{"audit", audits},
	{"validate", validate},
	{"terraform", besideTerraform},
	{"links", links},
	{"explain", explain},
	{"record", record},
	{"serve", serve},
	{"pull", pull},
	{"lsp", edits},
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 2 && bare[args[0]] != nil {
		return bare[args[0]](args[1])
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	only := flags.String("only", "", "measure the groups whose names match `REGEXP`")
	update := flags.String("update", "", "put the table into `FILE`, between its markers")
	tokens := flags.String("tokens", "1000,10000,100000,1000000", "audit `N,...` tokens")
	runs := flags.Int("runs", 5, "run each program `N` times")
	slowRuns := flags.Int("slow-runs", 3, "run what takes many seconds at most `N` times: audits of 100,000 tokens and more, and Terraform")
	if err := flags.Parse(args); err != nil {
		return err
	}
	selected, err := regexp.Compile("^(?:" + *only + ")$")
	if err != nil {
		return err
	}
	if *update != "" && *only != "" {
		return errors.New("--update needs all groups: it can't be used with --only")
	}
	b := &bench{ctx: ctx, progress: stderr, runs: *runs, slowRuns: *slowRuns, once: flags.Arg(0) == "once"}
	if b.tokens, err = numbers(*tokens); err != nil {
		return err
	}
	if b.once {
		b.tokens, b.runs = []int{100}, 1
	}
	if b.dir, err = os.MkdirTemp("", "bench"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(b.dir) }()
	if err := b.build(); err != nil {
		return err
	}
	return b.all(selected, *only, *update, stdout)
}

// all runs the selected groups, and writes what they measured. A group that fails doesn't stop
// the others, but then no page is updated.
func (b *bench) all(selected *regexp.Regexp, only, update string, stdout io.Writer) error {
	var rows []row
	var failed error
	for _, g := range groups {
		if only != "" && !selected.MatchString(g.name) {
			continue
		}
		more, err := g.measure(b)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", g.name, err))
		}
		rows = append(rows, more...)
		if b.once && err == nil && len(more) > 0 {
			fmt.Fprintln(stdout, "ok", g.name)
		}
	}
	if b.once {
		return errors.Join(failed, b.everyBenchmark(stdout))
	}
	text := machine() + "\n\n" + table(rows)
	if _, err := io.WriteString(stdout, text); err != nil || failed != nil || update == "" {
		return errors.Join(failed, err)
	}
	return replace(update, text)
}

// build builds what is measured.
func (b *bench) build() error {
	var err error
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	b.patctl, b.worst = filepath.Join(b.dir, "patctl"), filepath.Join(b.dir, "worst")
	b.say("build patctl")
	for name, source := range map[string]string{b.patctl: "./cmd/patctl", b.worst: "./bench/worst"} {
		build := exec.CommandContext(b.ctx, "go", "build", "-o", name, source)
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", source, err, out)
		}
	}
	return nil
}

// say tells what is about to take time.
func (b *bench) say(format string, args ...any) {
	if !b.once {
		fmt.Fprintf(b.progress, format+"\n", args...)
	}
}

// little returns n, or a small number if nothing is measured.
func (b *bench) little(n, small int) int {
	if b.once {
		return small
	}
	return n
}

// folder makes a directory for the input of programs.
func (b *bench) folder(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	return dir, os.MkdirAll(dir, 0o755)
}

func numbers(list string) ([]int, error) {
	var out []int
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("read --tokens: %q is not a positive number", field)
		}
		out = append(out, n)
	}
	return out, nil
}
