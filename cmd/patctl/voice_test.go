package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
)

// oddPhrases are forms that the manuals of gh and Terraform do not use. They
// made the texts of patctl read like a translation.
var oddPhrases = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
	`stands? (?:for|in|on|at|behind|below|beside|before|directly|more|apart|alone|here|there)`, `says? of`, `(?:holds?|held) (?:\w+ ){0,8}against`,
	`departs? from`, `makes? it right`, `nothing but`, `whoever`, `of which (?:GitHub|the|this|a)`, `that there (?:are|is)`, `such a`,
	`(?:second )?pair of eyes`, `without a word`, `ends? with (?:exit code |status )?\d`, `known to (?:it|GitHub)`,
	`nobody (?:knows|can)`, `please`, `simply`,
	`(?:is|are) (?:not )?as agreed`, `speaks? of`, `what became of`, `may hold`, `all in all`, `anew`, `(?:is|are) used up`, `is said (?:of|below|above)`,
	`is no (?:name|address|plan|report|host)`, `in place of each other`, `exclude each other`, `(?:be|was|were) judged in full`,
	`so that (?:nobody|it is none)`, `since not everything`, `(?:contradict|follow) one another`, `not read of`,
}, "|") + `)\b`)

// oddInComments are the phrases that comments avoid, too. The others are fine in a
// sentence about code.
var oddInComments = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
	`stands? (?:for|in|on|at|behind|below|beside|before|there)`, `says? of`, `speaks? of`, `whoever`,
	`of which (?:GitHub|the|this)`, `those that there are`, `pair of eyes`, `without a word`, `what became of`,
}, "|") + `)\b`)

// English asks which of them: "each of which". A bare "of which" is a translation of
// "whose", or of a second sentence.
var (
	ofWhich      = regexp.MustCompile(`\bof which\b|\bthat there (?:is|are)(?:[,.;:)]|$)`)
	partsOfWhich = regexp.MustCompile(`\b(?:each|none|any|any one|some|one|all|either|the last|the values|outside) of which\b`)
)

// oddButRight are texts with such a phrase that say what they mean.
var oddButRight = []string{
	"* stands for any characters",            // what a glob means
	"Please make a new token with this link", // what a person writes in a review
}

// oddPhrase returns the first phrase of a text that a manual would not have.
func oddPhrase(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, right := range oddButRight {
		text = strings.ReplaceAll(text, right, "")
	}
	return oddPhrases.FindString(text)
}

// TestOddPhrase checks the checker itself.
func TestOddPhrase(t *testing.T) {
	for _, text := range []string{
		"It holds the requests and tokens of an organization against the templates.",
		"It says which link makes it\nright.",
		"The form drops it without a word.",
		"It ends with 2 where there are findings.",
		"The PATH - stands for the standard input.",
		"It says of each whether it is as agreed.",
		"patctl needs to be known to GitHub.",
		"It writes the templates that there are.",
		"A line that holds nothing but its closing word.",
		"Whoever has the key is the App.",
		"All requests are as agreed, three of them by an exception.",
		"GitHub's limit of calls is used up.",
		"Nobody can say which of the two counts.",
		"What became of the calls could not be read.",
	} {
		if oddPhrase(text) == "" {
			t.Errorf("nothing odd was found in: %s", text)
		}
	}
	for _, text := range []string{
		"It exits with status 2 because there are findings.",
		"GitHub ignores unknown permissions in links.",
		"A file whose name ends with .pat.hcl.",
	} {
		if odd := oddPhrase(text); odd != "" {
			t.Errorf("%q is not odd in: %s", odd, text)
		}
	}
}

// TestVoiceOfDocuments reads what people read before they run patctl.
func TestVoiceOfDocuments(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(moduleRoot, "docs/*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} {
		pages = append(pages, filepath.Join(moduleRoot, name))
	}
	for _, page := range pages {
		for paragraph := range strings.SplitSeq(readText(t, page), "\n\n") {
			if odd := oddPhrase(paragraph); odd != "" {
				t.Errorf("%s: %q in:\n%s", page, odd, paragraph)
			}
		}
	}
}

// TestVoiceOfHelp reads the help of every command and topic.
func TestVoiceOfHelp(t *testing.T) {
	root := command.NewRootCmd(clitest.NewSilentEnv(t))
	for _, cmd := range append([]*cobra.Command{root}, root.Commands()...) {
		for _, text := range []string{cmd.Short, cmd.Long, cmd.LocalFlags().FlagUsages()} {
			if odd := oddPhrase(text); odd != "" {
				t.Errorf("%s: %q in:\n%s", cmd.CommandPath(), odd, text)
			}
		}
	}
	for _, topic := range command.HelpTopics() {
		if odd := oddPhrase(topic.Text); odd != "" {
			t.Errorf("%q in:\n%s", odd, topic.Text)
		}
	}
}

// TestVoiceOfMessages reads the sentences in the code: strings with a space.
func TestVoiceOfMessages(t *testing.T) {
	read := 0
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "githubtest") {
			continue
		}
		src, err := os.ReadFile(filepath.Join(moduleRoot, file))
		if err != nil {
			t.Fatal(err)
		}
		for line, text := range sentencesOf(t, file, src) {
			read++
			if odd := oddPhrase(text); odd != "" {
				t.Errorf("%s:%d: %q in: %s", file, line, odd, text)
			}
		}
	}
	if read < 500 {
		t.Errorf("only %d sentences were read", read)
	}
}

// TestVoiceOfExamples reads the configurations that people copy: the examples and
// what init writes.
func TestVoiceOfExamples(t *testing.T) {
	read := 0
	for _, dir := range []string{"examples", "internal/command/start/starter"} {
		err := filepath.WalkDir(filepath.Join(moduleRoot, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) == ".json" {
				return err
			}
			read++
			comments := strings.ReplaceAll(readText(t, path), "\n#", "\n")
			if odd := oddPhrase(comments); odd != "" {
				t.Errorf("%s: %q", path, odd)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 8 {
		t.Errorf("only %d files were read", read)
	}
}

// TestVoiceOfComments reads the comments of the code.
func TestVoiceOfComments(t *testing.T) {
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, filepath.Join(moduleRoot, file), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range parsed.Comments {
			text := strings.Join(strings.Fields(group.Text()), " ")
			odd := oddInComments.FindString(text)
			if which := ofWhich.FindString(partsOfWhich.ReplaceAllString(text, "")); odd == "" {
				odd = which
			}
			if odd != "" {
				t.Errorf("%s:%d: %q", file, set.Position(group.Pos()).Line, odd)
			}
		}
	}
}

// sentencesOf returns the strings of a file that have a space, by their lines.
func sentencesOf(t *testing.T, name string, src []byte) map[int]string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[int]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err == nil && strings.Contains(text, " ") {
			found[set.Position(literal.Pos()).Line] += text + "\n"
		}
		return true
	})
	return found
}
