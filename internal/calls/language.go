package calls

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Language says which reader reads a file.
type Language string

// The languages that have a reader of their own. Everything else
// (logs, lists, HAR files, refusals, and languages that nobody reads as such) is
// read by Read.
const (
	JavaScript Language = "javascript" // and TypeScript, JSX, and the scripts of Vue and Svelte
	Python     Language = "python"
	Go         Language = "go"
	Ruby       Language = "ruby"
	PowerShell Language = "powershell"
	Shell      Language = "shell"
	Workflow   Language = "workflow" // of Actions, and actions themselves
	GraphQL    Language = "graphql"
	Other      Language = "other"
)

// ReadNamed finds the calls in a text of the kind that LanguageOf says. It takes
// every text; an error is one of JSON that names no request.
func ReadNamed(name string, text []byte) (reading.Reading, error) {
	text = plain(text)
	if isBatch(name) {
		return readBatch(text)
	}
	read := readerOf(LanguageOf(name, text))
	switch {
	case read == nil:
		return Read(text)
	case isTooLarge(text):
		return reading.Reading{
			Unclear: []reading.Unclear{{Line: 1, Column: 1, Call: reading.Unreadable}},
			Notes:   []string{fmt.Sprintf("it is larger than %d MiB, or has more than %d words and signs. patctl did not read this script or program. Divide it into several files.", maxProgram>>20, maxWords)},
		}, nil
	}
	found := read(strings.ReplaceAll(string(text), "\r\n", "\n"))
	found.Token = found.Token || len(found.Runs) > 0 && delegate.NamesToken(string(text))
	return found, nil
}

// The size of the largest script or program that is read. Each word and each sign takes some 300
// bytes of memory, and each MiB takes seconds.
const (
	maxProgram = 4 << 20
	maxWords   = 1_000_000
)

// isTooLarge reports whether a script or a program is too large to be read.
func isTooLarge(text []byte) bool { return len(text) > maxProgram || source.Words(text) > maxWords }

// plain is a text without a mark before it, without tokens of GitHub, and with ends of
// lines where it has only those of old systems.
func plain(text []byte) []byte {
	text = source.Mask(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text
}

// byExtension are the languages of files by how their names end.
var byExtension = map[string]Language{
	".js": JavaScript, ".mjs": JavaScript, ".cjs": JavaScript, ".jsx": JavaScript, ".vue": JavaScript, ".svelte": JavaScript,
	".ts": JavaScript, ".mts": JavaScript, ".cts": JavaScript, ".tsx": JavaScript,
	".py": Python, ".pyw": Python, ".pyi": Python,
	".go": Go,
	".rb": Ruby, ".rake": Ruby, ".gemspec": Ruby,
	".ps1": PowerShell, ".psm1": PowerShell, ".psd1": PowerShell,
	".graphql": GraphQL, ".gql": GraphQL, ".graphqls": GraphQL,
	".sh": Shell, ".bash": Shell, ".zsh": Shell, ".ksh": Shell, ".bats": Shell,
	".log": Other, ".md": Other, ".txt": Other,
	".json": Other, ".jsonl": Other, ".har": Other, ".html": Other, ".rst": Other, ".adoc": Other, ".csv": Other, ".tsv": Other,
}

// byName are the languages of files with these names.
var byName = map[string]Language{
	"Rakefile": Ruby, "Gemfile": Ruby, "Fastfile": Ruby, "Dangerfile": Ruby, "Brewfile": Ruby, "Vagrantfile": Ruby,
	"Makefile": Other, "GNUmakefile": Other, "Dockerfile": Other, "Justfile": Other, "justfile": Other,
}

// LanguageOf says which language a file is in: by its name, by its first line, and
// where neither says it, by what is in it. The name may be empty.
func LanguageOf(name string, text []byte) Language {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	extension := strings.ToLower(path.Ext(name))
	if language, ok := byName[name]; ok {
		return language
	}
	if extension == ".yml" || extension == ".yaml" {
		return workflowOr(text, Other)
	}
	if language, ok := byExtension[extension]; ok {
		return language
	}
	if language, ok := byShebang(text); ok {
		return language
	}
	return byContent(text)
}

// sniffed is how much of a text decides on its language, in bytes.
const sniffed = 16 << 10

// interpreters are the languages by the programs that run them.
var interpreters = []struct {
	name     string
	language Language
}{
	{"node", JavaScript}, {"deno", JavaScript}, {"bun", JavaScript}, {"zx", JavaScript}, {"tsx", JavaScript}, {"ts-node", JavaScript},
	{"python", Python}, {"uv", Python}, {"ruby", Ruby}, {"pwsh", PowerShell}, {"powershell", PowerShell},
}

// byShebang reads the first line of a script.
func byShebang(text []byte) (Language, bool) {
	line, _, _ := bytes.Cut(text[:min(len(text), sniffed)], []byte("\n"))
	command, ok := strings.CutPrefix(string(line), "#!")
	if !ok {
		return "", false
	}
	for _, field := range strings.Fields(command) {
		for _, i := range interpreters {
			if program := path.Base(field); program == i.name || strings.HasPrefix(program, i.name) && strings.Trim(program[len(i.name):], "0123456789.") == "" {
				return i.language, true
			}
		}
	}
	return Other, true
}

// Lines that only one language has.
var (
	goPackage   = lazyregexp.New(`(?m)^package [a-z_][a-z0-9_]*[ \t]*(//.*)?$`)
	goImport    = lazyregexp.New(`(?m)^(import (\(|"|[a-z_.]+ ")|func [A-Za-z(])`)
	jsModule    = lazyregexp.New(`(?m)^\s*(import\s+([\w*{][^'"\n]*\s+from\s+)?['"]|(const|let|var)\s+[\w${][^=\n]*=\s*(await\s+)?(require|import|fetch|new\s+\w*Octokit)\b\s*\(|export\s+(default|const|async|function)\b|module\.exports\b|(const|let)\s+\{?[\w$, ]+\}?\s*=\s*await\b|await\s+\w+\.)`)
	pyModule    = lazyregexp.New(`(?m)^(from\s+[\w.]+\s+import\s+|import\s+[\w.]+(\s+as\s+\w+)?(\s*,\s*[\w.]+)*\s*(#.*)?$|(async\s+)?def\s+\w+\(.*\)?.*:\s*$)`)
	rubyModule  = lazyregexp.New(`(?m)^\s*(require(_relative)?\s+['"]|Octokit\.|\w+\s*=\s*Octokit::)`)
	shellCmdlet = lazyregexp.New(`(?im)^\s*(\$\w+\s*=\s*)?(Invoke-(RestMethod|WebRequest)|irm|iwr)\s`)
	graphQLRoot = lazyregexp.New(`^(?:\s|#[^\n]*\n)*(?:(?:query|mutation|subscription)\b\s*\w*\s*(?:\(\s*\$[^)]*\)\s*)?(?:@\w+[^{]*)?\{|fragment\s+\w+\s+on\s+\w+\s*\{|\{\s*\w+\s*(?:\([^)"]*[:)]|\{))`)
	hasJobs     = lazyregexp.New(`(?m)^jobs\s*:`)
	hasOn       = lazyregexp.New(`(?m)^(on|"on"|'on'|true)\s*:`)
	hasRuns     = lazyregexp.New(`(?m)^runs\s*:`)
	hasUsing    = lazyregexp.New(`(?m)^\s+using\s*:`)
	hasSteps    = lazyregexp.New(`(?m)^\s*(- )?(uses|run)\s*:`)
)

// workflowOr says that YAML is a workflow or an action, or gives another language.
func workflowOr(text []byte, other Language) Language {
	jobs := hasJobs.Match(text)
	switch {
	case jobs && hasOn.Match(text), hasRuns.Match(text) && hasUsing.Match(text):
		return Workflow
	case isPipeline(text):
		return Pipeline
	case jobs && hasSteps.Match(text):
		return Workflow
	}
	return other
}

// byContent says which language a text is in that has neither a name nor a first
// line that tells.
func byContent(text []byte) Language {
	head := text[:min(len(text), sniffed)]
	switch {
	case graphQLRoot.Match(head):
		return GraphQL
	case workflowOr(head, Other) != Other:
		return workflowOr(head, Other)
	case goPackage.Match(head) && goImport.Match(head):
		return Go
	case shellCmdlet.Match(head):
		return PowerShell
	case rubyModule.Match(head):
		return Ruby
	case jsModule.Match(head):
		return JavaScript
	case pyModule.Match(head):
		return Python
	}
	return Other
}

// proseExtensions end the names of documentation and of data, in which calls are
// told and not made.
var proseExtensions = map[string]bool{
	".md": true, ".markdown": true, ".mdx": true, ".rst": true, ".adoc": true, ".asciidoc": true, ".txt": true, ".html": true, ".htm": true,
	".css": true, ".scss": true, ".svg": true, ".xml": true, ".csv": true, ".tsv": true, ".json": true, ".jsonl": true, ".ndjson": true,
	".lock": true, ".sum": true, ".po": true, ".map": true, ".log": true, ".har": true, ".diff": true, ".patch": true, ".tex": true,
	".golden": true, ".snap": true, ".license": true,
}

// proseNames are the names of files of that kind without such an end.
var proseNames = map[string]bool{
	"LICENSE": true, "NOTICE": true, "AUTHORS": true, "README": true, "CHANGELOG": true, "CHANGES": true, "COPYING": true, "CODEOWNERS": true,
	"go.mod": true, "pnpm-lock.yaml": true, ".gitignore": true, ".gitattributes": true, ".gitmodules": true, ".mailmap": true,
}

// IsProse reports whether a file is documentation or data by its name. A call in it
// is told and not made, so that it is of no interest among the files of a directory.
func IsProse(name string) bool {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	return name != "package.json" && (proseNames[name] || proseExtensions[strings.ToLower(path.Ext(name))])
}

// signsOfGitHub are words. Every text that calls GitHub has at least one of them.
var signsOfGitHub = [][]byte{
	[]byte("github"), []byte("GitHub"), []byte("GITHUB"), []byte("Github"), []byte("octokit"), []byte("Octokit"), []byte("octocrab"), []byte("ghe.com"),
	[]byte("/api/v3"), []byte("ghcr.io"), []byte("uses:"), []byte(".get_repo("), []byte("/repos/"), []byte("/orgs/"), []byte("graphql"),
}

// MayCall is a fast check that is false for many texts without a call. It is true for
// every text with a call, or with something that may be one.
func MayCall(text []byte) bool {
	for _, sign := range signsOfGitHub {
		if bytes.Contains(text, sign) {
			return true
		}
	}
	return hasCommand(text, []byte("gh")) || hasCommand(text, []byte("git")) || isGraphQL(text)
}

// isGraphQL reports whether a text is a GraphQL operation.
func isGraphQL(text []byte) bool { return graphQLRoot.Match(text[:min(len(text), sniffed)]) }

// hasCommand reports whether a text has a word that is not part of a longer one, as a
// command is.
func hasCommand(text, word []byte) bool {
	for at := 0; ; {
		i := bytes.Index(text[at:], word)
		if i < 0 {
			return false
		}
		begin, end := at+i, at+i+len(word)
		if (begin == 0 || !isWordByte(text[begin-1])) && (end == len(text) || !isWordByte(text[end])) {
			return true
		}
		at = end
	}
}

// isWordByte reports whether a byte is part of a word, or of the name of a file.
func isWordByte(b byte) bool {
	return b == '_' || b == '-' || b == '.' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}
