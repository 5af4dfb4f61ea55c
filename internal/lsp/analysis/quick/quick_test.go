package quick_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/analysis/quick"
)

// read reads as validate does.
func read(fsys fs.FS, dir string) (*hcl.Configuration, diag.Diagnostics) {
	cfg, diags := hcl.Load(fsys, dir, hcl.Options{})
	diags = append(diags, check.Run(cfg, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))...)
	diag.Hide(diags, cfg.Secrets)
	diag.Sort(diags)
	return cfg, diags
}

func shown(diags diag.Diagnostics) string {
	var out strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&out, "%v %s %s %#v\n  %s\n", d.Severity, diag.CodeOf(d), d.Summary, *d.Subject, d.Detail)
	}
	return out.String()
}

// configurations are where edits begin: the examples, the fixtures with mistakes, and others.
func configurations(t testing.TB) map[string]fstest.MapFS {
	t.Helper()
	out := map[string]fstest.MapFS{"made": made(40), "entangled": {"main.pat.hcl": {Data: []byte(entangled)}}, "chained": {"main.pat.hcl": {Data: []byte(chained)}}}
	top := "../../../.."
	for _, pattern := range []string{"internal/check/testdata/*/*.pat.hcl", "internal/hcl/testdata/*/*.pat.hcl", "examples/quickstart/*.pat.hcl"} {
		names, err := filepath.Glob(filepath.Join(top, pattern))
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = fstest.MapFS{"main.pat.hcl": {Data: src}}
		}
	}
	example := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(filepath.Join(top, "examples/octo-org")), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".pat.hcl") {
			src, readErr := os.ReadFile(filepath.Join(top, "examples/octo-org", name))
			example[name] = &fstest.MapFile{Data: src}
			return readErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	out["octo-org"] = example
	return out
}

// made is a configuration of templates in several files.
func made(n int) fstest.MapFS {
	var texts [3]strings.Builder
	for i := range n {
		fmt.Fprintf(&texts[i%3], "\n# %d\ntemplate \"t%d\" {\n  name = \"service-%d\"\n  target_name = var.org\n  expires_in = local.days%d\n  permissions = { contents = \"write\", metadata = \"read\" }\n  repositories = [\"octo-org/service-%d\"]\n  owners = [\"mona\"]\n}\n", i, i, i, i%4, i)
	}
	texts[0].WriteString("locals {\n  days0 = 90\n  days1 = 80\n  days2 = 70\n  days3 = 60\n}\nvariable \"org\" { default = \"octo-org\" }\norganization \"octo-org\" {}\n")
	texts[1].WriteString("policy \"p\" {\n  condition = !can(self.permissions.administration)\n  error_message = \"No.\"\n}\nmodule \"m\" {\n  source = \"./m\"\n}\n")
	fsys := fstest.MapFS{"m/x.pat.hcl": {Data: []byte("template \"m\" {\n  name = \"service-100\"\n  expires_in = 3\n  permissions = { gists = \"write\" }\n}\n")}}
	for i := range texts {
		fsys[fmt.Sprintf("f%d.pat.hcl", i)] = &fstest.MapFile{Data: []byte(texts[i].String())}
	}
	return fsys
}

// entangled has everything that ties templates to one another.
const entangled = `
locals {
  base   = template.base.permissions
  used   = "x"
  unused = "y"
  keys   = toset(["a", "b"])
}
variable "org" { default = "octo-org" }
variable "idle" { default = 1 }
template "base" {
  name         = "base"
  target_name  = var.org
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = ["a"]
}
template "derived" {
  name         = "derived ${local.used}"
  target_name  = var.org
  expires_in   = template.base.expires_in
  permissions  = template.base.permissions
  repositories = ["a"]
}
template "third" {
  for_each     = local.keys
  name         = "third ${each.key}"
  target_name  = template.derived.target_name
  expires_in   = 30
  permissions  = merge(local.base, { issues = "write" })
  repositories = template.derived.repositories
}
template "same" {
  name         = "Base"
  target_name  = "other"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = ["a"]
}
template "free" {
  name         = "free"
  target_name  = var.org
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = ["a"]
}
template "warned" {
  name         = "warned"
  target_name  = var.org
  permissions  = { contents = "read" }
  repositories = ["a"]
}
policy "p" {
  condition     = self.name != template.free.name || self.address == template.free.address
  error_message = "Like ${template.free.name}."
}
policy "q" {
  on            = ["template"]
  condition     = try(self.expires_in, 0) < 100
  error_message = "Long."
}
exception "e" {
  template = "template.same"
  rules    = ["unused-token"]
  reason   = "x"
  expires  = "2027-01-01"
}
organization "octo-org" {}
serve {
  slack "s" {
    url_env = "X"
    message = "${self.name} ${join(" ", keys(local.base))}"
  }
}
exception "f" {
  template = "template.third[\"${"a"}\"]"
  reason   = "x"
  expires  = "2027-01-01"
}
`

// chained are templates that take what they have from one another, and a policy about all of
// them that depends on one.
const chained = `
template "a" {
  name = "a"
  expires_in = 30
  permissions = { gists = "write" }
}
template "b" {
  name = "b"
  expires_in = template.a.expires_in
  permissions = template.a.permissions
}
template "c" {
  name = "c"
  expires_in = template.b.expires_in
  permissions = template.b.permissions
}
template "limit" {
  name = "limit"
  expires_in = 366
  permissions = { gists = "write" }
}
template "alone" {
  name = "alone"
  expires_in = 30
  permissions = { gists = "write" }
}
policy "p" {
  condition = self.expires_in <= template.limit.expires_in
  error_message = "Long."
}
`

// pieces are what edits insert.
var pieces = []string{
	"", "", "", "x", "\"", "\n", " ", "{", "}", "template.", "template.base.name", "template.free.name", "template.t1.name", "local.days0", "local.days1", "local.unused", "var.org", "var.idle", "var.nope", "base", "free", "third", "same", "30", "400", "\"none\"",
	"service-1", "service-2", "octo-org", "admin", "read", "write", "administration = \"write\", ", "\n  description = \"d\"\n", "\n  for_each = toset([\"a\", \"b\"])\n", "\n  for_each = local.keys\n", "each.key", "${each.key}",
	"\n  match { name = \"x*\" }\n", "# comment\n", "/*", "*/", "<<E\n", "E\n", "é😀", "\r\n", "sensitive(\"x\")", "\ntemplate \"t1\" {\n  name = \"service-1\"\n}\n", "\ntemplate \"new\" {\n  name = \"base\"\n  expires_in = 3\n}\n",
	"\nvariable \"v\" {}\n", "\nlocals {\n  l = template.t2.name\n}\n", "\nexception \"g\" {\n  template = \"template.t3\"\n  reason = \"x\"\n  expires = \"2027-02-01\"\n}\n", "file(\"main.pat.hcl\")", "permissions_for(\"GET /user\")", "count = 2\n", "[", "]", "(", ")",
}

// marksOf are places that edits prefer: they are where values begin and end.
const marksOf = "\"={}[],.\n"

// values are what arguments can be set to.
var values = []string{
	"30", "3", "90", "400", "\"none\"", "null", "\"x\"", "\"base\"", "\"service-1\"", "\"Service-2\"", "\"octo-org\"", "var.org", "var.idle", "local.days0", "local.days1", "local.days3", "local.unused", "local.keys", "local.base",
	"template.base.name", "template.free.name", "template.derived.permissions", "template.third[\"a\"].name", "template.t1.name", "template.t2.permissions", "template.nope.name", "[\"a\"]", "[\"octo-org/x\"]", "\"all\"", "each.key",
	"{ contents = \"read\" }", "{ contents = \"admin\" }", "{ administration = \"write\" }", "{ contnts = \"read\" }", "{ issues = template.base.name }", "\"${local.used}-${var.org}\"", "toset([\"a\", \"c\"])", "try(local.days2, 1)", "sensitive(\"s\")", "permissions_for(\"GET /user\")",
}

// assignment is where the value of an argument is.
var assignment = regexp.MustCompile(`(?m)^  [a-z_]+ *= (.*)$`)

// sensibleEdit gives an argument another value.
func sensibleEdit(r *rand.Rand, text string) string {
	all := assignment.FindAllStringSubmatchIndex(text, -1)
	if len(all) == 0 {
		return text
	}
	at := all[r.IntN(len(all))]
	return text[:at[2]] + values[r.IntN(len(values))] + text[at[3]:]
}

func randomEdit(r *rand.Rand, text string) string {
	if r.IntN(3) == 0 {
		return sensibleEdit(r, text)
	}
	at := r.IntN(len(text) + 1)
	if r.IntN(3) > 0 {
		if i := strings.IndexAny(text[at:], marksOf); i >= 0 {
			at += i + r.IntN(2)
		}
	}
	end := at
	switch r.IntN(6) {
	case 0:
		end = min(len(text), at+r.IntN(4))
	case 1: // a value
		if i := strings.IndexAny(text[at:], "\n,"); i >= 0 {
			end = at + i
		}
	case 2: // a block, or what is between
		if i := strings.Index(text[at:], "\n}\n"); i >= 0 && r.IntN(5) == 0 {
			end = at + i + 3
		}
	}
	insert := pieces[r.IntN(len(pieces))]
	if r.IntN(4) == 0 && len(text) > 0 { // something of the text, as if pasted
		from := r.IntN(len(text))
		insert = text[from:min(len(text), from+r.IntN(30))]
	}
	return text[:at] + insert + text[end:]
}

// walk edits a configuration at random and compares each time what is read quickly with what is
// read whole.
func walk(t *testing.T, start fstest.MapFS, seed uint64, edits int) (quickly, whole int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	fsys := fstest.MapFS{}
	for name, f := range start {
		fsys[name] = f
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range fsys {
			if !yield(name) {
				return
			}
		}
	})
	cfg, diags := read(fsys, ".")
	base := quick.New(fsys, ".", cfg, diags)
	for range edits {
		name := names[r.IntN(len(names))]
		before := fsys[name]
		fsys[name] = &fstest.MapFile{Data: []byte(randomEdit(r, string(before.Data)))}
		cfg, diags := read(fsys, ".")
		var got *quick.Reading
		if base != nil {
			got = base.Read(read, fsys)
		}
		if got == nil {
			whole++
		} else {
			quickly++
			if want, got := shown(diags), shown(got.Diagnostics); want != got {
				t.Fatalf("seed %d: after\n%s\nbecame\n%s\nthe diagnostics are\n%s\nexpected\n%s", seed, before.Data, fsys[name].Data, got, want)
			}
		}
		switch fresh := quick.New(fsys, ".", cfg, diags); {
		case got != nil && got.Next != nil && r.IntN(3) > 0:
			base = got.Next
		case fresh != nil && r.IntN(4) > 0:
			base = fresh
		default: // the edit is taken back
			fsys[name] = before
		}
	}
	return quickly, whole
}

// TestQuickAsWhole: after random edits, what is read quickly is what is read whole.
// PATCTL_LSP_EDITS is how many edits each configuration gets.
func TestQuickAsWhole(t *testing.T) {
	edits := 40
	if n, err := strconv.Atoi(os.Getenv("PATCTL_LSP_EDITS")); err == nil {
		edits = n
	}
	quickly, whole := 0, 0
	all := configurations(t)
	for i, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range all {
			if !yield(name) {
				return
			}
		}
	}) {
		n := edits
		if name == "made" || name == "entangled" || name == "chained" {
			n *= 10
		}
		for round := range max(1, n/40) {
			q, w := walk(t, all[name], uint64(i+1000*round), min(n, 40))
			quickly, whole = quickly+q, whole+w
		}
	}
	t.Logf("%d edits were read quickly, %d whole", quickly, whole)
	if quickly < whole/20 {
		t.Errorf("only %d edits were read quickly, %d whole", quickly, whole)
	}
}
