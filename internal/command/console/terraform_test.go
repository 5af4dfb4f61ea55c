package console_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command/console"
)

// recorded is an expression, and what terraform console prints for it.
type recorded struct{ expression, value string }

// recordedValues are those that testdata/terraform/record.sh has recorded.
func recordedValues(t *testing.T) []recorded {
	t.Helper()
	data, err := os.ReadFile("testdata/terraform/values.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []recorded
	for line := range strings.Lines(string(data)) {
		if expression, ok := strings.CutPrefix(line, "> "); ok {
			all = append(all, recorded{strings.TrimSuffix(expression, "\n"), ""})
			continue
		}
		all[len(all)-1].value += line
	}
	return all
}

// evaluateAll returns what one console prints for each of the expressions. Between them, it
// evaluates marks.
func evaluateAll(t *testing.T, dir string, expressions []string) []string {
	t.Helper()
	var in strings.Builder
	for i, expression := range expressions {
		fmt.Fprintf(&in, "%s\n%q\n", expression, mark(i))
	}
	var stdout, stderr bytes.Buffer
	err := run(t, &stdout, &stderr, dir, in.String())
	var values []string
	rest := stdout.String()
	for i := range expressions {
		value, behind, ok := strings.Cut(rest, fmt.Sprintf("%q\n", mark(i)))
		if !ok {
			t.Fatalf("%s: %v\n%s", expressions[i], err, stderr.String())
		}
		values, rest = append(values, value), behind
	}
	return values
}

// run runs console in a directory.
func run(t *testing.T, stdout, stderr io.Writer, dir, stdin string, args ...string) error {
	t.Helper()
	e := clitest.NewEnv(t, stdout, stderr)
	e.Log, e.Stdin, e.Dir = slog.New(slog.DiscardHandler), strings.NewReader(stdin), dir
	cmd := console.NewCmd(e)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{}, args...)) // not nil, with which cobra takes those of the test
	err := cmd.ExecuteContext(context.Background())
	e.Stdout.Flush()
	e.Stderr.Flush()
	return err
}

func mark(i int) string { return fmt.Sprintf("mark %d", i) }

// differences are the expressions for which patctl prints something else on purpose. The
// values of strings are the same, as their JSON in values.txt shows; see docs/language.md.
var differences = map[string]string{
	// A string with line breaks is printed as an expression for the same string.
	`"line\n"`:                                     `"line\n"`,
	`"one\ntwo"`:                                   `"one\ntwo"`,
	`"one\ntwo\n"`:                                 "<<EOT\none\ntwo\nEOT",
	`["a\nb"]`:                                     "[\n  \"a\\nb\",\n]",
	`chomp("a\nb\n")`:                              `"a\nb"`,
	`indent(2, "a\nb")`:                            `"a\n  b"`,
	`indent(0, "a\nb")`:                            `"a\nb"`,
	`file("hello.txt")`:                            `"octocat\n"`,
	`yamlencode([])`:                               `"[]\n"`,
	`yamlencode("a: b")`:                           `"\"a: b\"\n"`,
	`yamlencode(null)`:                             "<<EOT\nnull\n...\nEOT",
	`yamlencode({})`:                               `"{}\n"`,
	`templatefile("hello.txt", {})`:                `"octocat\n"`,
	`file("${path.module}/hello.txt")`:             `"octocat\n"`,
	`yamldecode("a: |\n  one\n  two\n")`:           "{\n  \"a\" = \"one\\ntwo\\n\"\n}",
	`yamlencode({ a = "b", c = "d" })`:             "<<EOT\n\"a\": \"b\"\n\"c\": \"d\"\nEOT",
	`yamlencode(["true", true, 1, "1"])`:           "<<EOT\n- \"true\"\n- true\n- 1\n- \"1\"\nEOT",
	`yamlencode({ foo = [1, 2, 3], bar = "baz" })`: "<<EOT\n\"bar\": \"baz\"\n\"foo\":\n- 1\n- 2\n- 3\nEOT",
	`yamlencode({ foo = [1, { a = "b", c = "d" }, 3], bar = "baz" })`:             "<<EOT\n\"bar\": \"baz\"\n\"foo\":\n- 1\n- \"a\": \"b\"\n  \"c\": \"d\"\n- 3\nEOT",
	`templatefile("greeting.tmpl", { name = "x", repos = [] })`:                   `"Hello, x!\n"`,
	`templatefile("greeting.tmpl", { name = "octocat", repos = ["api", "web"] })`: "<<EOT\nHello, octocat!\n- api\n- web\nEOT",
	// So is what would begin a template.
	`"dollar $${x} and percent %%{ y }"`: `"dollar $${x} and percent %%{ y }"`,
	// No function returns an unknown value.
	`format("%v", null)`: `"null"`,
}

// TestTerraformPrintsTheSame: for hundreds of expressions, the text is that of terraform console.
func TestTerraformPrintsTheSame(t *testing.T) {
	all := recordedValues(t)
	if len(all) < 600 {
		t.Errorf("only %d values are recorded", len(all))
	}
	var expressions []string
	for _, r := range all {
		expressions = append(expressions, r.expression)
	}
	differ := 0
	for i, got := range evaluateAll(t, "testdata/terraform/files", expressions) {
		want := all[i].value
		if own, ok := differences[all[i].expression]; ok {
			differ++
			if want == own+"\n" {
				t.Errorf("%s: terraform prints the same, so it is no difference", all[i].expression)
			}
			want = own + "\n"
		}
		if got != want {
			t.Errorf("%s\ngot:\n%swant:\n%s", all[i].expression, got, want)
		}
	}
	if differ != len(differences) {
		t.Errorf("of %d differences, %d have recorded values", len(differences), differ)
	}
}

// TestTerraformHasNoValueEither: what is an error for terraform console is one here.
func TestTerraformHasNoValueEither(t *testing.T) {
	data, err := os.ReadFile("testdata/terraform/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	for expression := range strings.Lines(string(data)) {
		var stdout bytes.Buffer
		if err := run(t, &stdout, io.Discard, "testdata/terraform/files", expression); err == nil {
			t.Errorf("%s has a value:\n%s", expression, &stdout)
		}
	}
}

// TestManyLines: many expressions are evaluated, and long ones, too. One that never ends is refused.
func TestManyLines(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/main.pat.hcl", []byte("locals {\n  x = 1\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	const many = 20_000
	if err := run(t, &stdout, &stderr, dir, strings.Repeat("1\n", many)); err != nil || stdout.String() != strings.Repeat("1\n", many) {
		t.Errorf("printed %d bytes: %v", stdout.Len(), err)
	}
	for _, text := range []string{"[" + strings.Repeat("\n1,", 5000) + "\n]", "<<E\n" + strings.Repeat("- a\n", 4000) + "E", "<<-E\na\n  E", "<<हिन्दी\na\nहिन्दी", "<<Ⅷ\na\n\u00a0Ⅷ\v", "1 /* (\n*/", "[ # [\n]", "{\n}",
		"[\n/* <<E\n*/\n]", "[\n<<E\n${\n\"}\"\n}]\nE\n]", "[\n\"${\n<<E\n}\nE\n}\"\n]",
		"[\n" + strings.Repeat(`{ name = "octo", repositories = ["api"] },`+"\n", 3000) + "]", "<<E\n" + strings.Repeat("[{ \"a\": 1 }],\n", 5000) + "E"} {
		stdout.Reset()
		if err := run(t, &stdout, &stderr, dir, text+"\n\"the end\"\n"); err != nil || !strings.HasSuffix(stdout.String(), "\n\"the end\"\n") {
			t.Errorf("%.20q is not evaluated before the next line: %v\n%.200s", text, err, stdout.String())
		}
	}
	err := run(t, &stdout, &stderr, dir, "1\n[\n\"${\n"+strings.Repeat("(1),\n", 1<<12))
	if err == nil || !strings.Contains(err.Error(), "the expression from line 2 of standard input has too many lines") {
		t.Errorf("an expression of many lines: %v", err)
	}
}
