package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli"
)

// documentOf is a file of each kind, as small as it can be.
var documentOf = map[string]string{
	"main.pat.hcl":     smallConfiguration,
	"sub/main.pat.hcl": smallConfiguration,
	"comment.txt":      "# A configuration under another name.\n/* And\n   more. */\n" + smallConfiguration,
	"empty.json":       "\n",
	"blank.json":       "",
	"snapshot.json.gz": "\x1f\x8b\x08\x00",
	"snapshot.zip":     "PK\x03\x04",
	"utf16.json":       "\xff\xfe{\x00}\x00",
	"bom.json":         "\xef\xbb\xbf<!DOCTYPE html>",
	"page.html":        "<!DOCTYPE html>\n<html><title>Sign in</title></html>",
	"report.xml":       "<?xml version=\"1.0\"?>\n<testsuites/>",
	"report.csv":       "organization,kind\n",
	"report.sarif":     `{"version": "2.1.0", "runs": []}`,
	"key.pem":          "-----BEGIN RSA PRIVATE KEY-----\nsecret\n",
	"error.json":       `{"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}`,
	"templates.json":   `{"format_version": "1.0", "templates": []}`,
	"links.json":       `{"format_version": "1.0", "links": []}`,
	"cases.json":       `{"format_version": "1.0", "cases": []}`,
	"report.json":      `{"format_version": "1.0", "organizations": [], "subjects": []}`,
	"saved.plan":       `{"format_version": "1.0", "template_changes": [], "verdict_changes": [], "incomplete": []}`,
	"snapshot.json":    `{"format_version": "1.0", "host": "github.com", "organizations": []}`,
	"tokens.json":      `[{"id": 1, "owner": {"login": "mona"}, "token_id": 98001, "access_granted_at": "2026-11-21T12:00:00Z"}]`,
	"requests.json":    `[{"id": 1, "owner": {"login": "mona"}, "token_id": 98001, "created_at": "2026-11-21T12:00:00Z"}]`,
	"none.json":        `[]`,
	"event.json":       `{"action": "created", "personal_access_token_request": {}}`,
}

// kindTests are what is said of each file, and the command that helps, or ""
// where it depends on what was wanted.
var kindTests = map[string][2]string{
	"main.pat.hcl":     {"a configuration file", "patctl validate"},
	"sub/main.pat.hcl": {"a configuration file", "patctl --chdir sub validate"},
	"comment.txt":      {"a configuration file", "patctl validate"},
	"empty.json":       {"empty", ""},
	"blank.json":       {"empty", ""},
	"snapshot.json.gz": {"compressed with gzip", "gunzip snapshot.json.gz"},
	"snapshot.zip":     {"a ZIP archive", "unzip snapshot.zip"},
	"utf16.json":       {"text in UTF-16", ""},
	"bom.json":         {"an HTML page", ""},
	"page.html":        {"an HTML page", ""},
	"report.xml":       {"XML", ""},
	"report.csv":       {"text that is not JSON", ""},
	"report.sarif":     {"SARIF", ""},
	"key.pem":          {"a private key or certificate", "patctl help environment"},
	"error.json":       {"an error that GitHub's API returned", "patctl doctor"},
	"templates.json":   {"a list of templates from patctl render -o json", ""},
	"links.json":       {"a report from patctl links", ""},
	"cases.json":       {"a report from patctl test", ""},
	"report.json":      {"a report from patctl audit", "patctl report --from report.json"},
	"saved.plan":       {"a saved plan", "patctl show saved.plan"},
	"snapshot.json":    {"a snapshot", "patctl audit --snapshot snapshot.json"},
	"tokens.json":      {"a list of tokens from GitHub's API", "patctl audit --organization ORGANIZATION --tokens tokens.json"},
	"requests.json":    {"a list of requests from GitHub's API", "patctl audit --organization ORGANIZATION --requests requests.json"},
	"none.json":        {"an empty list", "patctl audit --organization ORGANIZATION --tokens none.json"},
	"event.json":       {"a webhook delivery about a request", "patctl audit --organization ORGANIZATION --requests event.json"},
	"sub":              {"a directory", ""},
}

// readers are the commands that read a document, what they want, and the files
// that they take or about which they say something else.
var readers = []struct {
	command string // FILE stands for the file
	wants   string
	origin  string
	except  string
}{
	{"audit --snapshot FILE", "a snapshot", "patctl pull --out snapshot.json", "snapshot.json"},
	{"plan --snapshot FILE", "a snapshot", "patctl pull --out snapshot.json", "snapshot.json"},
	{"import FILE", "a snapshot", "patctl pull --out snapshot.json", "snapshot.json main.pat.hcl sub/main.pat.hcl"},
	{"audit --organization octo-org --requests FILE", "a list of requests from GitHub's API", "gh api --paginate --slurp 'orgs/ORGANIZATION/personal-access-token-requests?per_page=100' > requests.json", "none.json tokens.json requests.json event.json"},
	{"audit --organization octo-org --tokens FILE", "a list of tokens from GitHub's API", "gh api --paginate --slurp 'orgs/ORGANIZATION/personal-access-tokens?per_page=100' > tokens.json", "none.json tokens.json requests.json"},
	{"report --from FILE", "a report from patctl audit", "patctl audit -o json=audit.json", "report.json"},
	{"apply FILE", "a saved plan", "patctl plan --out release.plan", "saved.plan"},
	{"show FILE", "a plan, a snapshot, or a report", "patctl plan --out release.plan", "saved.plan snapshot.json report.json sub"},
	{"plan --base FILE", "a Git revision", "git branch --all", "snapshot.json"},
}

// TestOtherKinds: whatever is given in place of a document, the message says
// what it is, what was wanted, and what to run.
func TestOtherKinds(t *testing.T) {
	dir := t.TempDir()
	writeTestFiles(t, dir, documentOf)
	for _, reader := range readers {
		for file, want := range kindTests {
			if strings.Contains(" "+reader.except+" ", " "+file+" ") {
				continue
			}
			args := strings.Fields(strings.ReplaceAll(reader.command, "FILE", file))
			_, stderr, code := runIn(t, dir, args...)
			said := fmt.Sprintf("%s is %s, not %s.", file, want[0], reader.wants)
			run := want[1]
			if run == "" {
				run = reader.origin
			}
			if args[0] == "plan" || args[0] == "import" {
				run = strings.Replace(run, "patctl audit --organization", "patctl "+args[0]+" --organization", 1)
			}
			if code != cli.ExitError || !strings.Contains(unfolded(stderr), said) || !strings.Contains(stderr, "\n  "+run+"\n") || strings.Contains(stderr, "secret") {
				t.Errorf("patctl %s: exit code %d, want %q and %q\n%s", strings.Join(args, " "), code, said, run, stderr)
			}
		}
	}
}

// TestSameKind: a file of the right kind that is broken keeps its own message.
func TestSameKind(t *testing.T) {
	dir := t.TempDir()
	writeTestFiles(t, dir, map[string]string{
		"main.pat.hcl":   smallConfiguration,
		"cut.json":       `{"format_version": "1.0", "organizations": [`,
		"version.json":   `{"format_version": "9.0", "host": "github.com", "organizations": []}`,
		"no-host.json":   `{"format_version": "1.0", "organizations": []}`,
		"strange.json":   `{"a": 1}`,
		"bad-token.json": `[{"id": 1}, 2`,
	})
	for file, want := range map[string]string{
		"cut.json": "it ends before the JSON is complete", "version.json": "format_version",
		"no-host.json": "host", "strange.json": "format_version", "bad-token.json": "it ends before the JSON is complete",
	} {
		if _, stderr, code := runIn(t, dir, "audit", "--snapshot", file); code != cli.ExitError || !strings.Contains(unfolded(stderr), want) || strings.Contains(stderr, "Wrong kind") {
			t.Errorf("%s: exit code %d, want %q\n%s", file, code, want, stderr)
		}
	}
}

func unfolded(text string) string { return strings.Join(strings.Fields(text), " ") }
