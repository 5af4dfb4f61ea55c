package analysis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/lsp/analysis"
)

const withLenses = `template "plain" {
  name         = "plain"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "write", issues = "write", pages = "write", actions = "write", environments = "read" }
  repositories = "all"
}
template "each" {
  for_each     = toset(["a", "b", "c", "d", "e"])
  name         = each.key
  expires_in   = "none"
  permissions  = { gists = "write" }
}
template "differs" {
  for_each     = { a = "read", b = "write" }
  name         = "x${each.key}"
  expires_in   = 3
  permissions  = { gists = each.value == "read" ? "write" : "write", starring = each.value }
}
template "wrong" {
  name        = "wrong"
  expires_in  = 30
  permissions = { contnts = "read" }
}
template "unknown" {
  name        = local.nope
  expires_in  = 30
  permissions = { gists = "write" }
}
`

// TestLenses: above a template without errors is its link, which is that of render, and what is most
// powerful in it.
func TestLenses(t *testing.T) {
	fsys := tree("main.pat.hcl", withLenses)
	r := analysis.New(read).Read(context.Background(), fsys, ".")
	var got []string
	for _, l := range r.Lenses("main.pat.hcl", document("main.pat.hcl", withLenses)) {
		line := fmt.Sprintf("%d %s", l.Range.Start.Line, l.Command.Title)
		if l.Command.Command != "" {
			line += fmt.Sprintf(" %s %s", l.Command.Command, l.Command.Arguments[0])
		}
		got = append(got, line)
	}
	const link = "patctl.openLink https://github.com/settings/personal-access-tokens/new?"
	want := []string{
		"0 Open link in GitHub " + link + "name=plain&target_name=octo-org&expires_in=30&actions=write&contents=write&environments=read&issues=write&pages=write",
		"0 5 permissions, write access to actions, contents, issues, and 1 more; all repositories; expires after 30 days",
		`7 ["a"]: Open link in GitHub ` + link + "name=a&expires_in=none&gists=write",
		`7 ["b"]: Open link in GitHub ` + link + "name=b&expires_in=none&gists=write",
		`7 ["c"]: Open link in GitHub ` + link + "name=c&expires_in=none&gists=write",
		"7 and 2 more",
		"7 1 permission, write access to gists; never expires",
		`13 ["a"]: Open link in GitHub ` + link + "name=xa&expires_in=3&gists=write&starring=read",
		`13 ["b"]: Open link in GitHub ` + link + "name=xb&expires_in=3&gists=write&starring=write",
		`13 ["a"]: 2 permissions, write access to gists; expires after 3 days`,
		`13 ["b"]: 2 permissions, write access to gists and starring; expires after 3 days`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lenses (-want +got):\n%s", diff)
	}
}

// TestHints: behind permissions_for is what it returns, also if the endpoints come from
// elsewhere.
func TestHints(t *testing.T) {
	const text = `locals {
  written  = permissions_for("GET /repos/{owner}/{repo}/issues", ["POST /repos/{owner}/{repo}/releases"])
  elsewhere = ["GET /repos/{owner}/{repo}/issues"]
  unclear = permissions_for(local.elsewhere)
  wrong = permissions_for("GET /nothing")
}
template "t" {
  name         = "t"
  target_name  = "octo-org"
  expires_in   = 30
  repositories = ["x"]
  permissions  = permissions_for(local.elsewhere)
}
`
	fsys := tree("a/main.pat.hcl", text)
	r := analysis.New(read).Read(context.Background(), fsys, "a")
	doc := document("main.pat.hcl", text)
	var got []string
	for _, h := range r.Hints("a/main.pat.hcl", doc, 0, doc.Size()) {
		line := strings.Split(text, "\n")[h.Position.Line]
		got = append(got, fmt.Sprintf("%d %s %s", h.Position.Line, line[h.Position.Character-1:h.Position.Character], h.Label))
	}
	want := []string{"1 ) contents = write, issues = read", "11 ) issues = read"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("hints (-want +got):\n%s", diff)
	}
	if hints := r.Hints("a/main.pat.hcl", doc, 0, doc.Start(1).Byte); len(hints) != 1 {
		t.Errorf("%d hints in the first block, expected 1", len(hints))
	}
}
