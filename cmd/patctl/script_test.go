package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
)

var update = flag.Bool("update", false, "rewrite the documentation, its pictures and the files that scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"patctl":    func() { os.Exit(runProcess(os.Args[1:], scriptEnv())) },
		"gh-patctl": func() { os.Exit(runProcess(os.Args[1:], scriptEnv())) },
		fastCommand: func() { os.Exit(runProcess(os.Args[1:], fastEnv())) },
		"patctl-facts": func() {
			code := runProcess(os.Args[1:], scriptEnv())
			fmt.Fprintln(os.Stderr, "facts:", strings.Join(facts.Opened(), " "))
			os.Exit(code)
		},
	})
}

// TestScripts runs the promises to the user. In them stand beside testscript's
// own commands:
//
//	exitcode N COMMAND...    runs the command, which must end with code N
//	github WORLD             starts a fake GitHub, which patctl then reads; see checked.ScriptCommand for more
//	jsonlines SCHEMA FILE    holds each line of a file against a schema of docs/schemas
//	jsonschema SCHEMA FILE   holds a file, or stdout, against a schema of docs/schemas
//	gh-patctl                is patctl, as gh runs it
//	patctl-facts             is patctl, and says on stderr which tables of recorded facts it has unpacked
//	plain FILE...            the files hold nothing that a terminal would obey
//	unescape FILE...         replaces \xHH, \uHHHH, \r and \t in the files by what they stand for
//
// $HOSTILE is a word that would change the terminal, were it printed as it is.
// $BIN is a PATH with patctl and nothing else.
func TestScripts(t *testing.T) {
	schemas, err := filepath.Abs("../../docs/schemas")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files:              scripts(t),
		RequireUniqueNames: true,
		UpdateScripts:      *update,
		Condition:          scriptCondition,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOSTILE", "a\x1b[31m\u202eb\nc")
			bin, _, _ := strings.Cut(env.Getenv("PATH"), string(os.PathListSeparator))
			env.Setenv("BIN", bin)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode":   scriptExitCode,
			"github":     func(ts *testscript.TestScript, neg bool, args []string) { scriptGitHub(t, ts, neg, args) },
			"jsonlines":  func(ts *testscript.TestScript, neg bool, args []string) { scriptLines(ts, neg, schemas, args) },
			"jsonschema": func(ts *testscript.TestScript, neg bool, args []string) { scriptSchema(ts, neg, schemas, args) },
			"plain":      scriptPlain,
			"unescape":   scriptUnescape,
		},
	})
}

// scripts are those of the whole program, and those that stand beside a command.
func scripts(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, dir := range []string{"testdata/script", commandsDir + "/*/testdata/script"} {
		found, err := filepath.Glob(dir + "/*.txtar")
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d scripts, %v", dir, len(found), err)
		}
		all = append(all, found...)
	}
	return all
}

const commandsDir = "../../internal/command"

// scriptEnv is the process as a script wants it:
//
//	SCRIPT_NOW=2026-11-22T12:00:00Z   stops the clock
//	SCRIPT_TERMINAL=stdout,stderr     says which streams are terminals
//	SCRIPT_WIDTH=40                   is their width in columns
//	SCRIPT_BROWSER=FILE               writes the addresses to open to a file
func scriptEnv() *cli.Env {
	e := processEnv()
	now, err := time.Parse(time.RFC3339, e.Getenv("SCRIPT_NOW"))
	if err != nil {
		now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	}
	clock := &scriptClock{now: now}
	e.Now, e.Sleep = clock.Now, clock.Sleep
	terminals := e.Getenv("SCRIPT_TERMINAL")
	e.StdinIsTerminal = strings.Contains(terminals, "stdin")
	e.Stdout.Terminal = strings.Contains(terminals, "stdout")
	e.Stderr.Terminal = strings.Contains(terminals, "stderr")
	if width, err := strconv.Atoi(e.Getenv("SCRIPT_WIDTH")); err == nil {
		e.Stdout.Width, e.Stderr.Width = width, width
	}
	e.OpenBrowser = func(url string) error {
		f, err := os.OpenFile(e.Path(e.Getenv("SCRIPT_BROWSER")), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = f.WriteString(url + "\n")
		return errors.Join(err, f.Close())
	}
	return e
}

// scriptCondition knows [root]: permissions do not stop the user.
func scriptCondition(cond string) (bool, error) {
	if cond == "root" {
		return os.Geteuid() == 0, nil
	}
	return false, errors.New("unknown condition " + cond)
}

func scriptExitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N COMMAND [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	ts.Logf("[stdout]\n%s[stderr]\n%s", ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func scriptSchema(ts *testscript.TestScript, neg bool, dir string, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: jsonschema SCHEMA FILE")
	}
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(dir, args[0]))
	ts.Check(err)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[1])))
	ts.Check(err)
	ts.Check(schema.Validate(document))
}

func scriptLines(ts *testscript.TestScript, neg bool, dir string, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: jsonlines SCHEMA FILE")
	}
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(dir, args[0]))
	ts.Check(err)
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		ts.Check(err)
		ts.Check(schema.Validate(document))
	}
}

func scriptPlain(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: plain FILE...")
	}
	for _, name := range args {
		if problem := clitest.Obeyed([]byte(ts.ReadFile(name))); problem != "" {
			ts.Fatalf("%s holds %s", name, problem)
		}
	}
}

var escape = regexp.MustCompile(`\\(x[0-9a-f]{2}|u[0-9a-f]{4}|r|t)`)

func scriptUnescape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: unescape FILE...")
	}
	for _, name := range args {
		raw := escape.ReplaceAllStringFunc(ts.ReadFile(name), func(e string) string {
			plain, err := strconv.Unquote(`"` + e + `"`)
			ts.Check(err)
			return plain
		})
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(raw), 0o644))
	}
}
