package analysis_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/overlay"
)

// company makes a large configuration at random, and edits it as people do.
type company struct {
	*rand.Rand
	texts map[string]string   // by the names of the files
	undo  []map[string]string // the texts before each edit
	paste string              // the block that was cut last
}

func (c *company) of(words ...string) string { return words[c.IntN(len(words))] }

func newCompany(seed uint64, templates int) *company {
	c := &company{Rand: rand.New(rand.NewPCG(seed, 3)), texts: map[string]string{}}
	c.texts["main.pat.hcl"] = `patctl {
  permission "new_thing" {
    section = "repository"
    levels  = ["read", "write"]
  }
}
organization "octo-org" {
  review {
    approve = ["conforming"]
    deny    = ["policy:lifetime", "drifted"]
  }
}
variable "org" { default = "octo-org" }
variable "secret" {
  default   = "hush-hush"
  sensitive = true
}
variable "days" {
  type    = number
  default = 90
  validation {
    condition     = var.days < 300
    error_message = "Too long: ${var.days}."
  }
}
variable "unused" { default = 1 }
variable "services" {
  default = { a = ["mona"], b = ["octocat"], "c.d" = ["hubot"] }
}
locals {
  short   = 30
  code    = { contents = "read" }
  keys    = toset(["x", "y"])
  shared  = template.t7.permissions
  lonely  = 1
  hidden  = var.secret
  service = keys(var.services)
}
policy "lifetime" {
  condition     = try(self.expires_in <= 180, true)
  error_message = "${self.name} lives too long."
}
policy "odd" {
  severity      = "warning"
  on            = ["template"]
  condition     = self.name != "service-13" && length(template.t11.permissions) > 0
  error_message = "${self.address} is odd."
}
exception "old" {
  template = "template.t3"
  reason   = "A migration."
  expires  = "2027-01-31"
}
exception "instance" {
  template = "template.t5[\"x\"]"
  rules    = ["policy:lifetime"]
  reason   = "A migration."
  expires  = "2026-12-01"
}
rule "unused-token" { days = 100 }
module "ci" {
  source   = "./ci"
  for_each = { one = 1, two = 2 }
  days     = var.days
  levels   = template.t9.permissions
}
`
	c.texts["ci/main.pat.hcl"] = "variable \"days\" {}\nvariable \"levels\" {}\nvariable \"spare\" { default = 2 }\ntemplate \"ci\" {\n  name = \"ci\"\n  target_name = \"octo-org\"\n  expires_in = var.days\n  permissions = var.levels\n  repositories = [\"octo-org/ci\"]\n}\n"
	c.texts["made.pat.json"] = "{\n  \"locals\": {\"json\": \"${var.org}\"},\n  \"template\": {\n    \"json\": {\n      \"name\": \"service-21\",\n      \"expires_in\": \"${var.days}\",\n      \"permissions\": {\"issues\": \"read\"},\n      \"target_name\": \"octo-org\",\n      \"repositories\": [\"octo-org/é\"]\n    }\n  }\n}\n"
	c.texts["patctl.patvars"] = "days = 60\n"
	var files [3]strings.Builder
	for i := range templates {
		files[c.IntN(len(files))].WriteString(c.template(fmt.Sprintf("t%d", i), i))
	}
	for i := range files {
		c.texts[fmt.Sprintf("f%d.pat.hcl", i)] = files[i].String()
	}
	return c
}

// template is a block of one of several kinds.
func (c *company) template(name string, i int) string {
	title := fmt.Sprintf("%q", fmt.Sprint("service-", i))
	body := "  target_name   = var.org\n  description   = \"What the service needs, é😀.\"\n  owners        = [\"mona\"]\n"
	days, permissions, repositories := "90", `{ contents = "write", metadata = "read" }`, fmt.Sprintf(`["octo-org/service-%d", "octo-org/shared-*"]`, i)
	kind := c.IntN(14)
	if i < 16 && kind != 4 && kind != 8 { // others refer to it
		kind = 13
	}
	if i == 5 {
		kind = 0
	}
	switch kind {
	case 0:
		title = fmt.Sprintf(`"s%d ${each.key}"`, i)
		body += "  for_each      = local.keys\n"
	case 1:
		title = fmt.Sprintf(`"s%d ${each.key}"`, i)
		body += "  for_each      = var.services\n"
	case 2:
		permissions = fmt.Sprintf("template.t%d.permissions", c.IntN(i))
	case 3:
		permissions = "merge(local.shared, { issues = \"write\" })"
	case 4:
		body += "  endpoints     = [\"GET /repos/{owner}/{repo}/contents/{path}\"]\n"
	case 5:
		permissions = "permissions_for(\"GET /repos/{owner}/{repo}/pulls\")"
	case 6:
		days = "var.days"
	case 7:
		days = "local.short"
		permissions = "local.code"
	case 8:
		body += "  match {\n    name = \"x*\"\n    permissions = \"exact\"\n  }\n"
	case 9:
		body += "  justification = <<-EOT\n    Why? ${var.org}\n    template \"no\" {\n  EOT\n"
	case 10:
		permissions = "{ new_thing = \"write\" }"
	case 11:
		days = fmt.Sprintf("try(template.t%d.expires_in, 20)", c.IntN(i))
	case 12:
		return fmt.Sprintf("template \"%s\" { name = %s }\n", name, title)
	}
	return fmt.Sprintf("\n# The %[1]s.\ntemplate \"%[1]s\" {\n  name          = %[2]s\n%[3]s  expires_in    = %[4]s\n  permissions   = %[5]s\n  repositories  = %[6]s\n}\n", name, title, body, days, permissions, repositories)
}

// value is what an argument is set to.
func (c *company) value() string {
	other := fmt.Sprintf("template.t%d", c.IntN(25))
	return c.of("30", "400", `"none"`, "null", `"x"`, fmt.Sprintf(`"service-%d"`, c.IntN(25)), fmt.Sprintf(`"SERVICE-%d"`, c.IntN(25)), `""`, "var.org", "var.days", "var.secret", "var.unused", "var.nope", "local.short", "local.hidden", "local.lonely", "local.shared", "local.nope",
		other+".name", other+".permissions", other+".expires_in", other+".repositories", other+".address", other+`["x"].name`, other+`["a"].permissions`, other, "template.nope.name", "template", "template[\"t4\"].name", "local.keys", "var.services", "toset([])", "{}", "[]", `toset(["q"])`, `{ q = 1, "r s" = 2 }`,
		`{ contents = "admin" }`, `{ contents = "read", administration = "write" }`, `{ contnts = "read" }`, `{ new_thing = "admin" }`, `["octo-org/x"]`, `["@octo-org/team"]`, `["@other/team"]`, `"all"`, "each.key", "each.value", `permissions_for("GET /repos/{owner}/{repo}/issues")`, `["GET /repos/{owner}/{repo}/issues"]`,
		"nonsensitive(var.secret)", `"${var.secret}"`, "sensitive(1)", "(", "\"", "{", "[for x in local.keys : x]", "self.name", "path.module", "module.ci", `jsondecode("{}")`, "1/0", "file(\"main.pat.hcl\")", "<<E\nx\nE", "{ for k, v in "+other+".permissions : k => \"read\" }")
}

// blocksOf are where the blocks at the top of a text begin and end.
func blocksOf(text string) [][2]int {
	var out [][2]int
	for at := 0; ; {
		i := strings.Index(text[at:], "\n}\n")
		if i < 0 {
			return out
		}
		end := at + i + 3
		out = append(out, [2]int{at, end})
		at = end
	}
}

// edit changes a file.
func (c *company) edit() string {
	before := maps.Clone(c.texts)
	name := fmt.Sprintf("f%d.pat.hcl", c.IntN(3))
	if c.IntN(12) == 0 {
		names := slices.Sorted(maps.Keys(c.texts))
		name = names[c.IntN(len(names))]
	}
	text := c.texts[name]
	blocks := blocksOf(text)
	block := [2]int{0, len(text)}
	if len(blocks) > 0 {
		block = blocks[c.IntN(len(blocks))]
		if c.IntN(2) == 0 { // those that others refer to
			block = blocks[c.IntN(min(8, len(blocks)))]
		}
	}
	own := text[block[0]:block[1]]
	what := c.IntN(24)
	switch what {
	default: // the value of an argument
		lines := strings.SplitAfter(own, "\n")
		i := c.IntN(len(lines))
		if key, _, ok := strings.Cut(lines[i], "= "); ok {
			lines[i] = key + "= " + c.value() + "\n"
		} else if strings.HasPrefix(lines[i], "template") {
			lines[i] += "  " + c.of("for_each", "labels", "endpoints", "justification", "nope", "owners", "expires_in", "name") + " = " + c.value() + "\n"
		}
		own = strings.Join(lines, "")
	case 0: // the label
		own = strings.Replace(own, "template \"t", "template \""+c.of("x", "t1", "", "é", "t$"), 1)
	case 1:
		own, c.paste = "", own
	case 2:
		own += c.paste
	case 3:
		own += c.template(fmt.Sprintf("n%d", c.IntN(5)), c.IntN(40))
	case 4: // a piece
		at := c.IntN(len(own) + 1)
		own = own[:at] + c.of("x", "\"", "{", "}", "\n", "\r\n", "#", "/*", "*/", "é", "\t", "${", "%{ if true }", "template.t1", " ", "}\n\ntemplate \"z\" {\n", "template \"z\" { name = \"z\" }\n", "\x00", "\ufeff", "\xff", "<<E\n", "E\n", "]", ")", ",") + own[at:]
	case 5: // a piece is removed
		at := c.IntN(len(own) + 1)
		own = own[:at] + own[min(len(own), at+1+c.IntN(12)):]
	case 6: // a line is removed
		lines := strings.SplitAfter(own, "\n")
		i := c.IntN(len(lines))
		own = strings.Join(slices.Delete(lines, i, i+1), "")
	case 7: // a line is doubled, or moved
		lines := strings.SplitAfter(own, "\n")
		i, j := c.IntN(len(lines)), c.IntN(len(lines))
		own = strings.Join(slices.Insert(lines, j, lines[i]), "")
	case 8:
		own = strings.ReplaceAll(own, "\n", "\r\n")
	}
	c.texts[name] = text[:block[0]] + own + text[block[1]:]
	if c.IntN(40) == 0 {
		c.texts[fmt.Sprintf("more%d.pat.hcl", c.IntN(2))] = c.template("more", c.IntN(300))
	} else if c.IntN(40) == 0 {
		delete(c.texts, "more0.pat.hcl")
	}
	c.undo = append(c.undo, before)
	return fmt.Sprintf("edit %d in %s of\n%s\n->\n%s", what, name, text[block[0]:block[1]], own)
}

// TestLargeAsWhole: after each edit of a large configuration, all that is known of what was read
// quickly is what is known of what was read whole: diagnostics, lenses, and hints.
// PATCTL_LSP_EDITS is how many edits there are, and PATCTL_LSP_SEED where they begin.
func TestLargeAsWhole(t *testing.T) {
	count, seed := 40, 1
	if n, err := strconv.Atoi(os.Getenv("PATCTL_LSP_EDITS")); err == nil {
		count = n
	}
	if n, err := strconv.Atoi(os.Getenv("PATCTL_LSP_SEED")); err == nil {
		seed = n
	}
	ctx := context.Background()
	quickly := 0
	for round := 0; count > 0; round++ {
		c := newCompany(uint64(seed+round), 260+round%3*50)
		a := analysis.New(read)
		history := []string{}
		for i := range min(count, 60) {
			fsys := c.files()
			got := a.ReadQuickly(ctx, fsys, ".")
			if got == nil {
				a.Read(ctx, fsys, ".")
			} else {
				quickly++
				whole := analysis.New(read).Read(ctx, fsys, ".")
				if diff := cmp.Diff(c.known(whole), c.known(got)); diff != "" {
					t.Fatalf("seed %d, edit %d: (-whole +quick)\n%s\nafter\n%s", seed+round, i, diff, strings.Join(history[max(0, len(history)-3):], "\n----\n"))
				}
				if c.IntN(5) == 0 {
					a.Read(ctx, fsys, ".")
				}
			}
			if n := len(c.undo); n > 0 && (got == nil && c.IntN(3) > 0 || c.IntN(4) == 0) {
				back := min(n, 1+c.IntN(2))
				c.texts, c.undo = c.undo[n-back], c.undo[:n-back]
				history = append(history, fmt.Sprintf("undo %d", back))
				continue
			}
			history = append(history, c.edit())
		}
		count -= 60
	}
	t.Logf("%d edits were read quickly", quickly)
	if quickly == 0 {
		t.Error("no edit was read quickly")
	}
}

func (c *company) files() fs.FS {
	texts := map[string][]byte{}
	for name, text := range c.texts {
		texts[name] = []byte(text)
	}
	return overlay.Files(tree("ci/x", ""), texts)
}

// known is all that an editor shows of a result.
func (c *company) known(r *analysis.Result) map[string]any {
	out := map[string]any{"": r.Files()}
	for name, text := range c.texts {
		if strings.HasSuffix(name, ".pat.hcl") {
			doc := document(name, text)
			out["lenses of "+name] = r.Lenses(name, doc)
			out["hints of "+name] = r.Hints(name, doc, 0, len(text))
		}
	}
	return out
}
