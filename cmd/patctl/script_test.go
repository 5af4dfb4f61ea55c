package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "rewrite the documentation, its pictures and the files that scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"patctl": func() { os.Exit(runProcess(os.Args[1:], scriptEnv())) },
	})
}

// TestScripts runs the promises to the user. In them stand beside testscript's
// own commands:
//
//	exitcode N COMMAND...    runs the command, which must end with code N
//	github WORLD             starts a fake GitHub, which patctl then reads; see githubtest.ScriptCommand for more
//	jsonlines SCHEMA FILE    holds each line of a file against a schema of docs/schemas
//	jsonschema SCHEMA FILE   holds a file, or stdout, against a schema of docs/schemas
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
		Dir:                "testdata/script",
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

// scriptEnv is the process as a script wants it:
//
//	SCRIPT_NOW=2026-11-22T12:00:00Z   stops the clock
//	SCRIPT_TERMINAL=stdout,stderr     says which streams are terminals
//	SCRIPT_WIDTH=40                   is their width in columns
//	SCRIPT_BROWSER=FILE               writes the addresses to open to a file
func scriptEnv() *env {
	e := processEnv()
	now, err := time.Parse(time.RFC3339, e.getenv("SCRIPT_NOW"))
	if err != nil {
		now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	}
	clock := &scriptClock{now: now}
	e.now, e.sleep = clock.Now, clock.Sleep
	terminals := e.getenv("SCRIPT_TERMINAL")
	e.stdinIsTerminal = strings.Contains(terminals, "stdin")
	e.stdout.terminal = strings.Contains(terminals, "stdout")
	e.stderr.terminal = strings.Contains(terminals, "stderr")
	if width, err := strconv.Atoi(e.getenv("SCRIPT_WIDTH")); err == nil {
		e.stdout.width, e.stderr.width = width, width
	}
	e.openBrowser = func(url string) error {
		f, err := os.OpenFile(e.path(e.getenv("SCRIPT_BROWSER")), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
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
		if problem := obeyed([]byte(ts.ReadFile(name))); problem != "" {
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

// obeyed names what a terminal would not show but obey, or is empty.
func obeyed(text []byte) string {
	if !utf8.Valid(text) {
		return "bytes that are not UTF-8"
	}
	i := bytes.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029')
	})
	if i < 0 {
		return ""
	}
	r, _ := utf8.DecodeRune(text[i:])
	return strconv.QuoteRuneToASCII(r) + " at byte " + strconv.Itoa(i)
}
