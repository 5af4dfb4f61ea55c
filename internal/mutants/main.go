// Command mutants holds the tests of the packages that decide and act against mistakes: each
// mutation in mutants.txt changes one line, and some test has to fail then.
//
// A mutation is a file (and more packages whose tests may find it), a line as it is, and the
// line as it would be wrong. The working tree is not changed.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// mutation is a line that is replaced.
type mutation struct {
	file     string
	packages []string // whose tests are run
	old, new string
}

// patience is how long the tests of a mutation may take: one that runs on has been found, too.
const patience = 5 * time.Minute

func main() {
	only := flag.String("only", "", "run the mutations whose files contain `TEXT`")
	check := flag.Bool("check", false, "only check that the list fits the code")
	flag.Parse()
	if err := run(*only, *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string, check bool) error {
	text, err := os.ReadFile("internal/mutants/mutants.txt")
	if err != nil {
		return err
	}
	list, err := parse(string(text))
	if err != nil {
		return err
	}
	survived, ran := 0, 0
	var wrong []error
	for _, m := range list {
		mutated, err := m.apply()
		if err != nil {
			return err
		}
		if check || !strings.Contains(m.file, only) {
			continue
		}
		ran++
		began := time.Now()
		found, err := m.found(mutated)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		word := "found"
		if !found {
			word = "SURVIVED"
			survived++
		}
		fmt.Printf("%-8s %5.1fs %s: %s\n", word, time.Since(began).Seconds(), m.file, m.new)
	}
	fmt.Printf("%d mutations, %d run, %d survived.\n", len(list), ran, survived)
	if survived > 0 {
		wrong = append(wrong, errors.New("some mutations are found by no test"))
	}
	return errors.Join(wrong...)
}

// parse reads the list.
func parse(text string) ([]mutation, error) {
	var out []mutation
	for block := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") || lines[0] == "" {
			continue
		}
		if len(lines) != 3 || !strings.HasPrefix(lines[1], "- ") || !strings.HasPrefix(lines[2], "+ ") {
			return nil, fmt.Errorf("this is no mutation:\n%s", block)
		}
		names := strings.Fields(lines[0])
		out = append(out, mutation{
			file: names[0], packages: append([]string{path.Dir(names[0])}, names[1:]...), old: lines[1][2:], new: lines[2][2:],
		})
	}
	return out, nil
}

// apply returns the file with the mutation.
func (m mutation) apply() ([]byte, error) {
	source, err := os.ReadFile(m.file)
	if err != nil {
		return nil, err
	}
	if n := bytes.Count(source, []byte("\t"+m.old+"\n")); n != 1 {
		return nil, fmt.Errorf("%s has %d times the line\n\t%s\nChange internal/mutants/mutants.txt so that it fits", m.file, n, m.old)
	}
	return bytes.Replace(source, []byte("\t"+m.old+"\n"), []byte("\t"+m.new+"\n"), 1), nil
}

// found reports whether a test fails with the mutation. One that does not compile is an error.
func (m mutation) found(mutated []byte) (bool, error) {
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is in the system's temporary directory
	file, overlay := filepath.Join(dir, path.Base(m.file)), filepath.Join(dir, "overlay.json")
	place, err := filepath.Abs(m.file)
	if err != nil {
		return false, err
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {place: file}})
	if err != nil {
		return false, err
	}
	if err := errors.Join(os.WriteFile(file, mutated, 0o600), os.WriteFile(overlay, replace, 0o600)); err != nil {
		return false, err
	}
	for _, name := range m.packages {
		out, err := command("test", "-overlay", overlay, "-count=1", "-failfast", "-timeout", patience.String(), "./"+name)
		switch {
		case bytes.Contains(out, []byte("[build failed]")):
			return false, fmt.Errorf("the mutation of %s does not compile:\n%s", m.file, out)
		case err != nil:
			return true, nil
		}
	}
	return false, nil
}

func command(args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience+time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "PATCTL_TEST_BROWSER=none")
	return cmd.CombinedOutput()
}
