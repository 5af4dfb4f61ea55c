package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/report/planreport"
)

// SavedKind names what a file holds, in the words of messages.
type SavedKind string

// The kinds that commands read.
const (
	SavedPlan     SavedKind = "a saved plan"
	SavedSnapshot SavedKind = "a snapshot"
	SavedReport   SavedKind = "a report from patctl audit"
	SavedRequests SavedKind = "a list of requests from GitHub's API"
	SavedTokens   SavedKind = "a list of tokens from GitHub's API"
	SavedRecord   SavedKind = "a record from patctl record"
	SavedLog      SavedKind = "an audit log"
	SavedUse      SavedKind = "an audit log or a record"
	SavedAny      SavedKind = "a plan, a snapshot, or a report"
	GitRevision   SavedKind = "a Git revision"
)

// origins are the commands that make what is wanted.
var origins = map[SavedKind][2]string{
	SavedPlan:     {"save a plan", "patctl plan --out release.plan"},
	SavedSnapshot: {"save a snapshot", "patctl pull --out snapshot.json"},
	SavedReport:   {"save a report", "patctl audit -o json=audit.json"},
	SavedRequests: {"save the requests with an installation token of the App in GH_TOKEN", "gh api --paginate --slurp 'orgs/ORGANIZATION/personal-access-token-requests?per_page=100' > requests.json"},
	SavedTokens:   {"save the tokens with an installation token of the App in GH_TOKEN", "gh api --paginate --slurp 'orgs/ORGANIZATION/personal-access-tokens?per_page=100' > tokens.json"},
	SavedUse:      {"record a command", "patctl record -- COMMAND"},
	SavedAny:      {"save one of each", "patctl plan --out release.plan\n  patctl pull --out snapshot.json\n  patctl audit -o json=audit.json"},
	GitRevision:   {"list the branches", "git branch --all"},
}

// sample is a file whose kind is to be found out.
type sample struct {
	name string
	data []byte
	text string                     // how it begins, without blanks
	keys map[string]json.RawMessage // of an object, or of the first object of a list
	list bool
}

// maxSample is how many bytes of a text are looked at.
const maxSample = 4096

func newSample(name string, data []byte) sample {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // a byte order mark hides no kind
	start := bytes.TrimLeft(data[:min(len(data), maxSample)], " \t\r\n")
	s := sample{name: name, data: data, text: string(start), list: bytes.HasPrefix(start, []byte("["))}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if !s.list {
		_ = decoder.Decode(&s.keys) // no keys: it is no object
		return s
	}
	if _, err := decoder.Token(); err == nil && decoder.More() {
		_ = decoder.Decode(&s.keys)
	}
	return s
}

// has reports whether the object has all of the keys.
func (s *sample) has(keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { _, ok := s.keys[key]; return !ok })
}

// begins reports whether the text begins with one of some words, which are
// ASCII, in upper or lower case.
func (s *sample) begins(prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return len(s.text) >= len(p) && strings.EqualFold(s.text[:len(p)], p) })
}

// contentKind is a kind of file that people give by mistake, or that another
// command reads.
type contentKind struct {
	Is     SavedKind
	looks  func(s *sample) bool
	advice string // FILE is replaced with the name, DIR with its directory; "": how to get the right file is printed instead
}

// contentKinds are tried from the first to the last.
var contentKinds = []contentKind{
	{"empty", func(s *sample) bool { return s.text == "" },
		"The command that wrote it may have failed, or a shell emptied it before the command ran."},
	{"compressed with gzip", func(s *sample) bool { return bytes.HasPrefix(s.data, []byte{0x1f, 0x8b}) },
		"Decompress it first:\n\n  gunzip FILE"},
	{"a ZIP archive", func(s *sample) bool { return s.begins("PK\x03\x04") },
		"Unpack it first:\n\n  unzip FILE"},
	{"text in UTF-16", func(s *sample) bool {
		return strings.HasPrefix(s.text, "\xff\xfe") || strings.HasPrefix(s.text, "\xfe\xff")
	},
		"Windows PowerShell writes UTF-16 if you use >. Let patctl write the file instead."},
	{"a private key or certificate", func(s *sample) bool { return s.begins("-----BEGIN") },
		"Set GITHUB_APP_PEM_FILE to the path of a GitHub App's key. For details, run:\n\n  patctl help environment"},
	{"an HTML page", func(s *sample) bool { return s.begins("<!doctype html", "<html") },
		"It may be a sign-in page that was saved instead of the data."},
	{"XML", func(s *sample) bool { return s.begins("<?xml", "<testsuite") }, ""},
	{SavedPlan, func(s *sample) bool { return !s.list && planreport.IsPlan(s.data) }, "To read it, run:\n\n  patctl show FILE"},
	{SavedReport, func(s *sample) bool { return !s.list && s.isList("subjects") },
		"To read it, run:\n\n  patctl report --from FILE"},
	{SavedSnapshot, func(s *sample) bool { return !s.list && s.isList("organizations") && s.has("host") },
		"To read it, run:\n\n  patctl audit --snapshot FILE"},
	{SavedRecord, func(s *sample) bool { return !s.list && s.isList("calls") && s.isList("gaps") },
		"To see which permissions its calls need, run:\n\n  patctl explain --file FILE"},
	{"a list of templates from patctl render -o json", func(s *sample) bool { return !s.list && s.isList("templates") }, ""},
	{"a report from patctl links", func(s *sample) bool { return !s.list && s.isList("links") && s.has("format_version") }, ""},
	{"a report from patctl test", func(s *sample) bool { return !s.list && s.isList("cases") && s.has("format_version") }, ""},
	{"SARIF", func(s *sample) bool { return !s.list && s.isList("runs") }, ""},
	{"an error that GitHub's API returned", func(s *sample) bool {
		return !s.list && s.has("message") && (s.has("documentation_url") || s.has("status"))
	},
		"To find out why GitHub rejects calls, run:\n\n  patctl doctor"},
	{"a webhook delivery about a request", func(s *sample) bool { return s.has("action", "personal_access_token_request") },
		"To read it, run:\n\n  patctl audit --organization ORGANIZATION --requests FILE"},
	{SavedLog, func(s *sample) bool {
		return s.has("action") && (s.has("created_at") || s.has("@timestamp"))
	},
		"To compare tokens with it, run:\n\n  patctl audit --used FILE"},
	{SavedTokens, func(s *sample) bool { return s.has("owner", "token_id", "access_granted_at") },
		"To read it, run:\n\n  patctl audit --organization ORGANIZATION --tokens FILE"},
	{SavedRequests, func(s *sample) bool { return s.has("owner", "token_id") },
		"To read it, run:\n\n  patctl audit --organization ORGANIZATION --requests FILE"},
	{"an empty list", func(s *sample) bool { return s.list && emptyList.MatchString(s.text) },
		"To read a list of requests or tokens, use its flag:\n\n  patctl audit --organization ORGANIZATION --tokens FILE"},
	{"a configuration file", isConfiguration,
		"patctl reads the configuration files of a directory by itself. To check them, run:\n\n  patctl --chdir DIR validate"},
	{"text that is not JSON", func(s *sample) bool { return !s.begins("{", "[") }, ""},
}

var (
	emptyList = lazyregexp.New(`^\[\s*\]\s*$`)
	// blockStart is how a configuration begins, after comments.
	blockStart = lazyregexp.New(`^(?:(?:#|//)[^\n]*\s+|/\*(?s:.*?)\*/\s*)*(?:patctl|variable|locals|template|module|organization|policy|rule|exception|serve)\s[^\n]*\{`)
)

func isConfiguration(s *sample) bool {
	return strings.HasSuffix(s.name, ".hcl") || strings.HasSuffix(s.name, hcl.JSONSuffix) || blockStart.MatchString(s.text)
}

// isList reports whether the value of a key is a list.
func (s *sample) isList(key string) bool {
	return bytes.HasPrefix(bytes.TrimLeft(s.keys[key], " \t\r\n"), []byte("["))
}

// KindOfSaved tells what data holds, or returns "".
func KindOfSaved(data []byte) SavedKind { return KindOfFile("", data).Is }

// KindOfFile tells what a file of a name holds.
func KindOfFile(name string, data []byte) contentKind {
	s := newSample(name, data)
	for _, kind := range contentKinds {
		if kind.looks(&s) {
			return kind
		}
	}
	return contentKind{}
}

// OtherKind says that a file holds something else than it is read for, and what
// to do. It returns nil where the file is of the kind, or of none that is known:
// why it could not be read says more then. The name is the user's.
func OtherKind(e *Env, data []byte, want SavedKind, name string) error {
	kind := KindOfFile(name, data)
	listed := kind.Is == SavedTokens && want == SavedRequests || kind.Is == SavedRequests && want == SavedTokens
	if kind.Is == "" || kind.Is == want || listed {
		return nil
	}
	return WrongKind(e, kind, want, name)
}

// WrongKind is the error of a file that is not what it is read for.
func WrongKind(e *Env, kind contentKind, want SavedKind, name string) error {
	advice := kind.advice
	switch {
	case want == GitRevision && kind.Is == SavedSnapshot:
		advice = "To plan for it, run:\n\n  patctl plan --snapshot FILE"
	case want == GitRevision && kind.Is == Directory.Is:
		advice = ""
	}
	word, dir := ShellWord(name), ShellWord(filepath.ToSlash(filepath.Dir(name)))
	if name == StdinName {
		word, dir = "FILE", "."
	}
	if e.Command == "plan" || e.Command == "import" { // they take lists with the same flags
		advice = strings.Replace(advice, "patctl audit --organization", "patctl "+e.Command+" --organization", 1)
	}
	advice = strings.ReplaceAll(advice, " --chdir DIR", ChdirFlag(dir))
	advice = strings.ReplaceAll(strings.ReplaceAll(advice, "DIR", dir), "FILE", word)
	if !strings.Contains(advice, "\n\n") {
		advice = strings.TrimSpace(fmt.Sprintf("%s To %s, run:\n\n  %s", advice, origins[want][0], origins[want][1]))
	}
	return &UsageError{"Wrong kind of file", fmt.Sprintf("%s is %s, not %s. %s", diag.Printable(NameOfInput(name)), kind.Is, want, advice)}
}

// ChdirFlag is the flag for a directory, with a blank before it, or is empty.
func ChdirFlag(dir string) string {
	if dir == "." {
		return ""
	}
	return " --chdir " + dir
}

// Directory describes a directory that was given instead of a file.
var Directory = contentKind{Is: "a directory", advice: "Name a file in it."}
