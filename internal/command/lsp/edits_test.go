package lsp

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/workspace"
)

// edited are the files that are edited at random. All of them are judged through the top.
var edited = map[string]string{
	"main.pat.hcl": `organization "octo-org" {
  review {
    approve = ["conforming"]
    deny    = ["policy:lifetime"]
  }
}

variable "days" {
  type    = number
  default = 90
}

locals {
  teams = { api = "mona", web = "octocat" } # é😀
}

module "ci" {
  source = "./ci"
  days   = var.days
}
`,
	"templates.pat.hcl": `template "release" {
  for_each     = local.teams
  name         = "release-${each.key}"
  target_name  = "octo-org"
  expires_in   = var.days
  permissions  = { contents = "write", issues = "read" }
  repositories = ["octo-org/${each.key}"]
  owners       = [each.value]
  endpoints    = ["GET /repos/{owner}/{repo}/issues"]
}

template "reader" {
  name         = "reader"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = permissions_for("GET /repos/{owner}/{repo}/pulls")
  repositories = "all"
  description  = <<-EOT
    Reads.
  EOT
}

policy "lifetime" {
  condition     = try(self.expires_in <= 180, false)
  error_message = "${self.name} must expire."
}

exception "old" {
  template = "template.reader"
  rules    = ["policy:lifetime"]
  reason   = "A migration."
  expires  = "2027-01-31"
}
`,
	"more.pat.json":   "{\n  \"template\": {\n    \"json\": {\n      \"name\": \"json\",\n      \"expires_in\": \"${var.days}\",\n      \"permissions\": {\"issues\": \"read\"},\n      \"target_name\": \"octo-org\",\n      \"repositories\": [\"octo-org/é\"]\n    }\n  }\n}\n",
	"ci/main.pat.hcl": "variable \"days\" {\n  type = number\n}\n\ntemplate \"ci\" {\n  name        = \"ci\"\n  target_name = \"octo-org\"\n  expires_in  = var.days\n  permissions = { actions = \"read\" }\n  repositories = [\"octo-org/ci\"]\n}\n",
}

// typed are pieces that an edit inserts.
var typed = []string{
	"", "x", "\"", "{", "}", "\n", "${", "[", "]", "=", ".", "é", "😀", "\r\n", "local.", "var.days", "var.dayz", "template.reader", "each.key", "\"write\"", "\"wirte\"", "null", "#", "/*", "*/", "<<E\n", "E\n",
	"  expires_in = 400\n", "template \"new\" {\n  name = \"new\"\n}\n", "locals {\n  y = 1\n}\n", "variable \"z\" {}\n", "permissions = { contnts = \"read\" }\n", "rule \"unused-token\" {\n  days = 3\n}\n", "\xff", "\\", "(", ")", "sensitive(", "1e999", "\x00",
}

// TestRandomEdits: after each edit, the diagnostics that an editor has are those of validate for
// the same text. PATCTL_TEST_EDITS is the number of edits, for a longer run.
func TestRandomEdits(t *testing.T) {
	count := 400
	if more := os.Getenv("PATCTL_TEST_EDITS"); more != "" {
		count, _ = strconv.Atoi(more)
	}
	seed := uint64(1)
	if more := os.Getenv("PATCTL_TEST_SEED"); more != "" {
		seed, _ = strconv.ParseUint(more, 10, 64)
	}
	s := newSession(t, edited)
	e := &editing{session: s, Rand: rand.New(rand.NewPCG(seed, 1)), texts: maps.Clone(edited), shown: map[string][]string{}, validate: clitest.NewSilentEnv(t)}
	e.validate.SetLog()
	e.validate.Now, e.disk = s.env.Now, e.validate.Dir
	for _, name := range slices.Sorted(maps.Keys(edited)) {
		e.save(name)
		s.open(name, edited[name])
	}
	for i := range count {
		if i%10_000 == 0 {
			t.Logf("%d edits", i)
		}
		name := slices.Sorted(maps.Keys(e.texts))[e.IntN(len(e.texts))]
		e.edit(name)
		want := e.validated()
		if got := e.told(name, want); !e.equal(got, want) {
			t.Fatalf("seed %d, edit %d, of %s:\n%s\nhas the diagnostics\n%v, expected\n%v", seed, i, name, e.texts[name], got, want)
		}
	}
}

type editing struct {
	*session
	*rand.Rand
	texts    map[string]string
	shown    map[string][]string // what the client has for each file
	disk     string              // a directory with the same texts, for validate
	validate *cli.Env            // in that directory
}

func (e *editing) save(name string) {
	at := filepath.Join(e.disk, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		e.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(e.texts[name]), 0o644); err != nil {
		e.t.Fatal(err)
	}
}

// edit changes a range of a file, or gives it the text that it began with.
func (e *editing) edit(name string) {
	text := e.texts[name]
	if e.IntN(12) == 0 {
		e.texts[name] = edited[name]
		e.change(name, nil, edited[name])
		e.save(name)
		return
	}
	start := boundary(text, e.IntN(len(text)+1))
	end := boundary(text, min(len(text), start+e.IntN(1+e.IntN(30))))
	insert := strings.ToValidUTF8(typed[e.IntN(len(typed))], "\uFFFD")
	e.change(name, &protocol.Range{Start: positionOf(text, start), End: positionOf(text, end)}, insert)
	e.texts[name] = text[:start] + insert + text[end:]
	e.save(name)
}

// boundary is a byte at or before another that no character and no line break is around.
func boundary(text string, at int) int {
	for at > 0 && at < len(text) && (text[at]&0xc0 == 0x80 || text[at] == '\n' && text[at-1] == '\r') {
		at--
	}
	return at
}

func positionOf(text string, at int) protocol.Position {
	at = min(at, len(text)) // hcl counts the end of a JSON text that is cut off as a byte
	if strings.HasSuffix(text[:at], "\r") && strings.HasPrefix(text[at:], "\n") {
		at-- // no position is within a line break
	}
	lines := strings.Split(strings.ReplaceAll(text[:at], "\r\n", "\n"), "\n")
	return protocol.Position{Line: len(lines) - 1, Character: protocol.UnitsOf([]byte(lines[len(lines)-1]))}
}

// told waits until the client has what is wanted for the newest text of a file, or for as long as
// nobody would.
func (e *editing) told(name string, want map[string][]string) map[string][]string {
	ctx, cancel := context.WithTimeout(e.t.Context(), 20*time.Second)
	defer cancel()
	for newest := false; !newest || !e.equal(e.shown, want); {
		select {
		case p := <-e.published:
			file, _ := filepath.Rel(e.dir, strings.TrimPrefix(p.URI, "file://"))
			delete(e.shown, file)
			for _, d := range p.Diagnostics {
				e.shown[file] = append(e.shown[file], fmt.Sprintf("%v %d %s %s", d.Range, d.Severity, d.Code, d.Message))
			}
			newest = newest || file == name && *p.Version == e.versions[name]
		case <-ctx.Done():
			return e.shown
		}
	}
	return e.shown
}

// equal compares what the client has with what validate reports. A module that nothing uses any
// more is judged on its own.
func (e *editing) equal(got, want map[string][]string) bool {
	const module = "module \"ci\" {\n  source = \"./ci\"\n"
	if !strings.Contains(e.texts["main.pat.hcl"], module) {
		got, want = maps.Clone(got), maps.Clone(want)
		delete(got, "ci/main.pat.hcl")
		delete(want, "ci/main.pat.hcl")
	}
	return maps.EqualFunc(got, want, slices.Equal)
}

// validated are the diagnostics of validate for the texts.
func (e *editing) validated() map[string][]string {
	cfg, diags := workspace.ReadConfig(e.validate)
	for _, root := range e.validate.Roots {
		_ = root.Close()
	}
	e.validate.Roots = nil
	out := map[string][]string{}
	for _, d := range diags {
		text := string(cfg.Sources[d.Subject.Filename])
		at := protocol.Range{Start: positionOf(text, d.Subject.Start.Byte), End: positionOf(text, d.Subject.End.Byte)}
		severity := protocol.SeverityWarning
		if diag.IsError(d) {
			severity = protocol.SeverityError
		}
		name := path.Clean(d.Subject.Filename)
		out[name] = append(out[name], fmt.Sprintf("%v %d %s %s\n\n%s", at, severity, diag.CodeOf(d), diag.Printable(d.Summary), diag.PrintableText(d.Detail)))
	}
	return out
}
