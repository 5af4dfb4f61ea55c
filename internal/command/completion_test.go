package command

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
)

// freeText are the flags whose values nothing can complete, and why.
var freeText = map[string]string{
	"as-of":        "a time",
	"database-url": "a URL",
	"grace":        "a duration",
	"interval":     "a duration",
	"listen":       "an address",
	"workers":      "a number",
	"base":         "a revision of Git",
	"exclude":      "a pattern",
	"expires":      "a date",
	"max-wait":     "a duration",
	"parallelism":  "a number",
	"max-age":      "a duration",
	"reason":       "a sentence",
	"shard":        "a part of a matrix",
	"used-token":   "an ID that only GitHub knows",
}

// freeArguments are the commands whose arguments nothing can complete, and why.
var freeArguments = map[string]string{
	"console":  "it takes none",
	"audit":    "it takes none",
	"doctor":   "it takes none",
	"lsp":      "it takes none",
	"mcp":      "it takes none",
	"migrate":  "tokens that only a snapshot or GitHub knows",
	"plan":     "it takes none",
	"pull":     "it takes none",
	"report":   "it takes none",
	"serve":    "it takes none",
	"validate": "it takes none",
	"version":  "it takes none",
}

// completing is a process in a directory that has something of everything.
func completing(t *testing.T) *cli.Env {
	t.Helper()
	e := clitest.NewSilentEnv(t)
	e.Log = slog.New(slog.DiscardHandler)
	for name, text := range map[string]string{
		"main.pat.hcl": `variable "org" { default = "octo-org" }
organization "octo-org" {}
template "release" {
  name        = "release"
  target_name = var.org
  expires_in  = 30
  permissions = { contents = "write" }
  owners      = ["mona", "@octo-org/ci"]
  labels      = { team = "release" }
}
`,
		"main.pattest.hcl": `link "https://github.com/settings/personal-access-tokens/new?name=a" {
  expect { verdict = "undeclared" }
}
`,
	} {
		if err := os.WriteFile(filepath.Join(e.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// completes reports whether there are values, or names of files, for an empty word.
func completes(cmd *cobra.Command, complete cobra.CompletionFunc) bool {
	values, directive := complete(cmd, nil, "")
	return len(values) > 0 || directive&cobra.ShellCompDirectiveNoFileComp == 0
}

// TestEveryFlagCompletes: a new flag completes, or freeText says why it cannot.
func TestEveryFlagCompletes(t *testing.T) {
	root := NewRootCmd(completing(t))
	seen := map[string]bool{}
	check := func(cmd *cobra.Command) func(f *pflag.Flag) {
		return func(f *pflag.Flag) {
			complete, ok := cmd.GetFlagCompletionFunc(f.Name)
			if f.NoOptDefVal != "" {
				return
			}
			does, free := ok && completes(cmd, complete), freeText[f.Name] != ""
			seen[f.Name] = true
			if does == free {
				t.Errorf("%s --%s: completes: %v, in freeText: %v", cmd.Name(), f.Name, does, free)
			}
		}
	}
	root.PersistentFlags().VisitAll(check(root))
	for _, cmd := range root.Commands() {
		cmd.LocalNonPersistentFlags().VisitAll(check(cmd))
	}
	for _, name := range slices.Concat(keysOf(freeText), keysOf(flagSources)) {
		if _, flag, ok := strings.Cut(name, " "); ok {
			name = flag
		}
		if !seen[name] {
			t.Errorf("no command has the flag --%s", name)
		}
	}
}

func keysOf[V any](m map[string]V) []string {
	var out []string
	for key := range m {
		out = append(out, key)
	}
	return out
}

// TestEveryArgumentCompletes is TestEveryFlagCompletes for arguments.
func TestEveryArgumentCompletes(t *testing.T) {
	root := NewRootCmd(completing(t))
	for name := range freeArguments {
		if cmd, _, err := root.Find([]string{name}); err != nil || cmd.Name() != name {
			t.Errorf("there is no command %s", name)
		}
	}
	for _, cmd := range root.Commands() {
		if cmd.Hidden {
			continue
		}
		if does, free := completes(cmd, cmd.ValidArgsFunction), freeArguments[cmd.Name()] != ""; does == free {
			t.Errorf("%s: completes: %v, in freeArguments: %v", cmd.Name(), does, free)
		}
	}
}

// TestFormatsAreThoseOfTheHelp: -o completes what the help lists, and nothing else.
func TestFormatsAreThoseOfTheHelp(t *testing.T) {
	count := 0
	for _, cmd := range NewRootCmd(completing(t)).Commands() {
		f := cmd.Flags().Lookup("output")
		if f == nil || f.Hidden {
			continue
		}
		count++
		complete, _ := cmd.GetFlagCompletionFunc("output")
		values, _ := complete(cmd, nil, "")
		_, listed, _ := strings.Cut(f.Usage, ": ")
		listed, _, _ = strings.Cut(listed, ";")
		listed, _, _ = strings.Cut(listed, " for ")
		if want := strings.Split(strings.ReplaceAll(listed, ", or ", ", "), ", "); !slices.Equal(values, want) {
			t.Errorf("%s -o completes %q, and its help lists %q", cmd.Name(), values, want)
		}
	}
	if count < 8 {
		t.Errorf("only %d commands have -o", count)
	}
}
