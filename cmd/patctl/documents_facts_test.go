package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/modfile"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/pat"
)

func readDocument(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(moduleRoot, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// sectionOf returns what stands between a heading and the next one.
func sectionOf(t *testing.T, name, heading string) string {
	t.Helper()
	_, section, ok := strings.Cut(readDocument(t, name), heading)
	if !ok {
		t.Fatalf("%s has no heading %q", name, heading)
	}
	section, _, _ = strings.Cut(section, "\n#")
	return section
}

// found returns what the group of the expression matches, sorted, once each.
func found(expression, text string) []string {
	matches := map[string]bool{}
	for _, match := range regexp.MustCompile(expression).FindAllStringSubmatch(text, -1) {
		matches[match[1]] = true
	}
	return slices.Sorted(maps.Keys(matches))
}

// TestDataIsDated: README says of which date GitHub's data is.
func TestDataIsDated(t *testing.T) {
	if want := "data of " + catalog.DataDate(); !strings.Contains(readDocument(t, "README.md"), want) {
		t.Errorf("README.md does not say %q", want)
	}
}

// TestFunctionsAreDocumented looks for each function that patctl knows in the
// reference, and the other way round.
func TestFunctionsAreDocumented(t *testing.T) {
	section := sectionOf(t, "docs/language.md", "\n### Functions\n")
	named := found("`([a-z0-9_]+)`", section)
	known := found(`(?m)^\s+(?:table\[)?"([a-z0-9_]+)"(?:\] =|:)`, readDocument(t, "internal/hcl/functions/functions.go"))
	if diff := cmp.Diff(known, named); diff != "" {
		t.Errorf("functions (-internal/hcl/functions +docs/language.md):\n%s", diff)
	}
}

// terraformFunctions are those of "terraform metadata functions -json", 1.11.4.
const terraformFunctions = "abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt can ceil chomp " +
	"chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode dirname distinct element endswith " +
	"ephemeralasnull file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 flatten floor format " +
	"formatdate formatlist indent index issensitive join jsondecode jsonencode keys length log lookup lower matchkeys max md5 merge min nonsensitive " +
	"one parseint pathexpand plantimestamp pow range regex regexall replace reverse rsadecrypt sensitive setintersection setproduct setsubtract " +
	"setunion sha1 sha256 sha512 signum slice sort split startswith strcontains strrev substr sum templatefile templatestring textdecodebase64 " +
	"textencodebase64 timeadd timecmp timestamp title tobool tolist tomap tonumber toset tostring transpose trim trimprefix trimspace trimsuffix " +
	"try upper urlencode uuid uuidv5 values yamldecode yamlencode zipmap"

// TestFunctionsOfTerraform: each is there, or the reference says why not.
func TestFunctionsOfTerraform(t *testing.T) {
	known := found("`([a-z0-9_]+)`", sectionOf(t, "docs/language.md", "\n### Functions\n"))
	_, table, _ := strings.Cut(sectionOf(t, "docs/language.md", "\n#### Differences from Terraform\n"), "are left out")
	left := found("`([a-z0-9_]+)`", table)
	for _, name := range strings.Fields(terraformFunctions) {
		if !slices.Contains(known, name) && !slices.Contains(left, name) {
			t.Errorf("%s is neither there nor explained", name)
		}
	}
}

// TestDependenciesAreExplained holds docs/dependencies.md against the imports.
func TestDependenciesAreExplained(t *testing.T) {
	explained := found("(?m)^\\| `([^`]+)` \\|", readDocument(t, "docs/dependencies.md"))
	if diff := cmp.Diff(directModules(t), explained); diff != "" {
		t.Errorf("direct dependencies (-imports +docs/dependencies.md):\n%s", diff)
	}
}

// directModules returns the modules of go.mod that the module's files import.
func directModules(t *testing.T) []string {
	t.Helper()
	mod, err := modfile.Parse("go.mod", []byte(readDocument(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, f := range goFiles(t) {
		for _, imported := range importsOf(t, f) {
			for _, require := range mod.Require {
				if imported == require.Mod.Path || strings.HasPrefix(imported, require.Mod.Path+"/") {
					direct[require.Mod.Path] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(direct))
}

// TestCommandsPasteIntoZsh: an interactive zsh takes what stands behind # for
// arguments, and refuses patterns that match nothing. So no command has an
// unquoted one, and no comment has a character that means something to the shell.
func TestCommandsPasteIntoZsh(t *testing.T) {
	quoted := regexp.MustCompile(`'[^']*'|"[^"]*"`)
	for _, name := range documents {
		for _, match := range codeBlock.FindAllStringSubmatch(readDocument(t, name), -1) {
			if match[1] != "sh" {
				continue
			}
			for line := range strings.Lines(match[3]) {
				command, comment, _ := strings.Cut(line, " # ")
				command = strings.ReplaceAll(command, " ~/", " /") // the home directory, as in other shells
				if strings.ContainsAny(quoted.ReplaceAllString(command, ""), "[]?*{}^~") {
					t.Errorf("%s: zsh takes a part of this for a pattern: %s", name, line)
				}
				if strings.ContainsAny(comment, "[]?*{}^~'`\"$&|;<>()") {
					t.Errorf("%s: zsh reads this comment: %s", name, line)
				}
				if comment != "" && !strings.Contains(command, "patctl") {
					t.Errorf("%s: zsh hands the comment to another program than patctl: %s", name, line)
				}
			}
		}
	}
}

// TestCommentsAreNoArguments: a comment that an interactive zsh hands over is
// none of patctl's business. A value that is # stays one.
func TestCommentsAreNoArguments(t *testing.T) {
	dir := t.TempDir()
	writeTestFiles(t, dir, map[string]string{"main.pat.hcl": smallConfiguration})
	for _, line := range []string{"validate # exits with 0", "# nothing", "list --json # --bogus", "-C . validate # x"} {
		if _, stderr, code := runIn(t, dir, strings.Fields(line)...); code != cli.ExitDone {
			t.Errorf("patctl %s: exit code %d\n%s", line, code, stderr)
		}
	}
	if _, stderr, code := runIn(t, dir, "validate", "--chdir", "#"); code != cli.ExitError || !strings.Contains(stderr, "# does not exist") {
		t.Errorf("a value: exit code %d\n%s", code, stderr)
	}
}

// TestLinksOfDocuments follows the links of the documents to other files.
func TestLinksOfDocuments(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]+)\)`)
	for _, name := range documents {
		for _, match := range link.FindAllStringSubmatch(readDocument(t, name), -1) {
			target := filepath.Join(moduleRoot, filepath.Dir(name), match[1])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", name, match[1])
			}
		}
	}
}

// TestCommandsInText: the commands and flags that sentences speak of exist, and
// so do those of docs/rules.md, which TestDocuments does not run.
func TestCommandsInText(t *testing.T) {
	for _, name := range append([]string{"docs/rules.md"}, documents...) {
		for _, command := range found("`patctl ([a-z-][^`\n]*)`", readDocument(t, name)) {
			args := argumentsOf("patctl " + command)
			if strings.HasPrefix(args[len(args)-1], "--") {
				args = append(args, "1") // a value, where the flag wants one
			}
			if _, stderr, code := runIn(t, t.TempDir(), append(args, "--help")...); code != cli.ExitDone || stderr != "" {
				t.Errorf("%s: patctl %s: exit code %d\n%s", name, command, code, stderr)
			}
		}
	}
}

// TestEveryPageIsFollowed: no page of the documentation is without a test that
// does what it says, and README leads to each.
func TestEveryPageIsFollowed(t *testing.T) {
	elsewhere := []string{"docs/commands.md", "docs/rules.md", serveDocument} // TestCommandsDoc, TestRulesPage, TestServeCommands
	readme := readDocument(t, "README.md")
	files, err := filepath.Glob(filepath.Join(moduleRoot, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := "docs/" + filepath.Base(file)
		if !slices.Contains(documents, name) && !slices.Contains(elsewhere, name) {
			t.Errorf("no test follows %s", name)
		}
		if !strings.Contains(readme, "("+name+")") {
			t.Errorf("README does not lead to %s", name)
		}
	}
}

// TestRulesAreDocumented holds the table of rules against the rules.
func TestRulesAreDocumented(t *testing.T) {
	section := sectionOf(t, "docs/language.md", "\n### rule\n")
	for _, rule := range pat.Rules() {
		days := ""
		if rule.Days > 0 {
			days = fmt.Sprintf("%d ", rule.Days)
		}
		row := fmt.Sprintf("\n| `%s` | %s | %s|\n", rule.Name, rule.Severity, days)
		if !strings.Contains(section, row) {
			t.Errorf("the table of rules lacks the row %s", row)
		}
	}
}
