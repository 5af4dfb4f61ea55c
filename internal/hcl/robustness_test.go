package hcl_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// TestTooComplex: what could exhaust the stack, the memory or the patience is
// refused; a crash of the stack could not be recovered from.
func TestTooComplex(t *testing.T) {
	r := strings.Repeat
	local := func(expression string) string { return "locals {\n  x = " + expression + "\n}\n" }
	inJSON := func(expression string) string { return `{"locals": {"x": "${` + expression + `}"}}` }
	tests := []struct{ name, file, src string }{
		{"brackets", "main.pat.hcl", local(r("[", 10_000) + r("]", 10_000))},
		{"open brackets", "main.pat.hcl", local(r("[", 1_000_000))},
		{"parentheses", "main.pat.hcl", local(r("(", 10_000) + "1" + r(")", 10_000))},
		{"parentheses behind closing ones in a comment", "main.pat.hcl", "/*" + r(")", 100_000) + "*/\n" + local(r("(", 99_000)+"1"+r(")", 99_000))},
		{"objects", "main.pat.hcl", local(r("{a=", 10_000) + "1" + r("}", 10_000))},
		{"blocks", "main.pat.hcl", r("a {\n", 10_000) + r("}\n", 10_000)},
		{"negations", "main.pat.hcl", local(r("!", 1_000_000) + "true")},
		{"negations without end", "main.pat.hcl", local(r("!", 15_000_000) + "true")},
		{"sums", "main.pat.hcl", local("1" + r("+1", 500_000))},
		{"conditionals", "main.pat.hcl", local(r("true?1:", 500_000) + "1")},
		{"interpolations", "main.pat.hcl", local(r(`"${`, 10_000) + "1" + r(`}"`, 10_000))},
		{"directives", "main.pat.hcl", local(`"` + r("%{ if true }", 50_000) + r("%{ endif }", 50_000) + `"`)},
		{"calls", "main.pat.hcl", local(r("upper(", 10_000) + r(")", 10_000))},
		{"heredoc", "main.pat.hcl", "locals {\n  x = <<E\n" + r("x\n", 500_000) + "E\n}\n"},
		{"lines in JSON", "main.pat.json", `{"locals": {"x": "` + r(`x\n`, 500_000) + `"}}`},
		{"number", "main.pat.hcl", local("1e100000000")},
		{"JSON arrays", "main.pat.json", `{"locals": {"x": ` + r("[", 10_000) + r("]", 10_000) + `}}`},
		{"open JSON arrays", "main.pat.json", r("[", 1_000_000)},
		{"JSON objects", "main.pat.json", r(`{"a":`, 10_000) + "1" + r("}", 10_000)},
		{"negations in JSON", "main.pat.json", inJSON(r("!", 1_500_000) + "true")},
		{"parentheses in JSON", "main.pat.json", inJSON(r("(", 100_000))},
		{"escaped parentheses in JSON", "main.pat.json", inJSON(r(`\u0028`, 100_000))},
		{"parentheses in JSON that Go does not read", "main.pat.json", "{\"locals\": {\"a\": \"\t\", \"x\": \"${" + r("(", 100_000) + `"}}`},
		{"number in JSON", "main.pat.json", `{"locals": {"x": 1e100000000}}`},
		{"references", "main.pat.hcl", chain(5_000)},
		{"digits", "main.pat.hcl", local(r("1", 1_000_000))},
		{"digits in JSON", "main.pat.json", `{"locals": {"x": ` + r("1", 1_000_000) + `}}`},
		{"words", "main.pat.hcl", local("[" + r("1,", 1_400_000) + "]")},
		{"lines", "main.pat.hcl", r("\n", 2_600_000)},
		{"words in JSON", "main.pat.json", `{"locals": {"x": [1` + r(",1", 1_400_000) + `]}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg, diags := load(directory(map[string]string{test.file: test.src}))
			if !slices.ContainsFunc(diags, func(d *diag.Diagnostic) bool {
				return diag.CodeOf(d) == "too-complex" || diag.CodeOf(d) == "text-too-long" || diag.CodeOf(d) == "too-many-references"
			}) {
				t.Errorf("it was not refused:\n%.600s", text(t, cfg, diags))
			}
		})
	}
}

// chain makes n values, each of which refers to the next.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("locals {\n")
	for i := range n {
		fmt.Fprintf(&b, "  x%06d = local.x%06d\n", i, i+1)
	}
	fmt.Fprintf(&b, "  x%06d = 1\n}\n", n)
	return b.String()
}

// TestManySyntaxErrors: after the first one the others follow from it.
func TestManySyntaxErrors(t *testing.T) {
	cfg, diags := load(directory(map[string]string{"main.pat.hcl": strings.Repeat("$", 20_000)}))
	if len(diags) != 1 {
		t.Errorf("%d diagnostics:\n%.2000s", len(diags), text(t, cfg, diags))
	}
}

// TestDeepData: what functions decode is not trusted either.
func TestDeepData(t *testing.T) {
	for call, data := range map[string]string{
		`jsondecode(file("data"))`:                                      strings.Repeat("[", 1_000_000),
		`templatefile("data", {})`:                                      strings.Repeat("x\n", 500_000),
		`templatefile("data", { a = 1 })`:                               "${" + strings.Repeat("(", 100_000),
		`yamldecode(file("data"))`:                                      strings.Repeat("[\n", 1_000_000),
		`try(yamldecode(file("data")), 1) == 1 ? parseint("x", 10) : 0`: strings.Repeat("- ", 1_000_000),
	} {
		cfg, diags := load(directory(map[string]string{
			"main.pat.hcl": "template \"t\" {\n  name = length(" + call + ")\n}\n", "data": data,
		}))
		if !diags.HasErrors() {
			t.Errorf("%s: it was accepted", call)
		}
		_ = both(t, cfg, diags)
	}
}

// TestModulesThatDouble: two calls at every level make 2^30 instances.
func TestModulesThatDouble(t *testing.T) {
	files := map[string]string{"30/main.pat.hcl": "template \"t\" {\n  name = \"x\"\n}\n"}
	for i := range 30 {
		src := fmt.Sprintf("module \"a\" {\n  source = \"../%[1]d\"\n}\nmodule \"b\" {\n  source = \"../%[1]d\"\n}\n", i+1)
		files[fmt.Sprintf("%d/main.pat.hcl", i)] = src
	}
	files["main.pat.hcl"] = "module \"a\" {\n  source = \"./0\"\n}\n"
	cfg, diags := load(directory(files))
	wantSummaries(t, cfg, diags, "Too many instances")
}

func TestEncodings(t *testing.T) {
	const native = "template \"t\" {\n  name = nothing\n}\n"
	const json = "{\"template\": {\"t\":\n  {\"name\": \"${nothing}\"}}}\n"
	type place struct{ Line, Column, Byte int }
	tests := []struct {
		name, file, src string
		summary         string
		at              place
	}{
		{"plain", "a.pat.hcl", native, "Invalid reference", place{2, 10, 24}},
		{"BOM", "a.pat.hcl", "\ufeff" + native, "Invalid reference", place{2, 10, 27}},
		{"CRLF", "a.pat.hcl", strings.ReplaceAll(native, "\n", "\r\n"), "Invalid reference", place{2, 10, 25}},
		{"JSON", "a.pat.json", json, "Invalid reference", place{2, 15, 33}},
		{"JSON with BOM", "a.pat.json", "\ufeff" + json, "Invalid reference", place{2, 15, 36}},
		{"JSON with CRLF", "a.pat.json", strings.ReplaceAll(json, "\n", "\r\n"), "Invalid reference", place{2, 15, 34}},
		{"not UTF-8", "a.pat.hcl", "template \"t\" {\n  name = \"\xff\"\n}\n", "Invalid character encoding", place{2, 11, 25}},
		{"JSON not UTF-8", "a.pat.json", "{\"locals\": {\n\"é\xff\": 1}}", "Invalid character encoding", place{2, 3, 16}},
		{"UTF-16", "a.pat.json", "\xff\xfe{\x00}\x00", "Invalid character encoding", place{1, 1, 0}},
		{"NUL", "a.pat.hcl", "template \x00 {}", "Argument or block definition required", place{1, 1, 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg, diags := load(directory(map[string]string{test.file: test.src}))
			if len(diags) == 0 {
				t.Fatal("nothing is reported")
			}
			start := diags[0].Subject.Start
			if diff := cmp.Diff(test.at, place{start.Line, start.Column, start.Byte}); diff != "" || diags[0].Summary != test.summary {
				t.Errorf("first diagnostic (-want +got):\n%s\n%s", diff, text(t, cfg, diags))
			}
		})
	}
}

// refusing answers with err for what is named.
type refusing struct {
	fstest.MapFS
	name string
	err  error
}

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: r.err}
	}
	return r.MapFS.Open(name)
}

func (r refusing) ReadFile(name string) ([]byte, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: r.err}
	}
	return r.MapFS.ReadFile(name)
}

func (r refusing) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: r.err}
	}
	return r.MapFS.ReadDir(name)
}

func (r refusing) Stat(name string) (fs.FileInfo, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: r.err}
	}
	return r.MapFS.Stat(name)
}

// sized is a file system whose files claim to have a size.
type sized struct {
	fstest.MapFS
	size int64
}

type sizedInfo struct {
	fs.FileInfo
	size int64
}

func (i sizedInfo) Size() int64 { return i.size }

func (s sized) Stat(name string) (fs.FileInfo, error) {
	info, err := s.MapFS.Stat(name)
	return sizedInfo{info, s.size}, err
}

func TestUnreadable(t *testing.T) {
	files := directory(map[string]string{
		"main.pat.hcl": "variable \"x\" {\n  default = \"\"\n}\ntemplate \"t\" {\n  name = var.x\n}\n", "patctl.patvars": "x = \"y\"",
	})
	tests := []struct {
		name   string
		fsys   fs.FS
		code   diag.Code
		detail string
	}{
		{"directory without permission", refusing{files, ".", fs.ErrPermission}, "unreadable-directory", "The directory . cannot be read: permission denied."},
		{"file without permission", refusing{files, "main.pat.hcl", fs.ErrPermission}, "unreadable-file", "The file main.pat.hcl cannot be read: permission denied."},
		{"values without permission", refusing{files, "patctl.patvars", fs.ErrPermission}, "unreadable-file", "The variable file patctl.patvars cannot be read: permission denied."},
		{"gone meanwhile", refusing{files, "main.pat.hcl", fs.ErrNotExist}, "unreadable-file", "The file main.pat.hcl cannot be read: it does not exist."},
		{"50 MB", sized{files, 50 << 20}, "unreadable-file", "The file main.pat.hcl cannot be read: it has 50 MB, and the limit is 16 MB."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg, diags := load(test.fsys)
			if len(diags) == 0 || diag.CodeOf(diags[0]) != test.code || diags[0].Detail != test.detail {
				t.Errorf("want %s: %s, got:\n%s", test.code, test.detail, text(t, cfg, diags))
			}
		})
	}
}

func TestNoDirectory(t *testing.T) {
	cfg, diags := hcl.Load(directory(map[string]string{"x": ""}), "nowhere", hcl.Options{})
	wantSummaries(t, cfg, diags, "Unreadable directory")
}

// TestOddFiles: an empty file is a configuration, a directory with the name of
// a file is none, and neither is what editors leave behind.
func TestOddFiles(t *testing.T) {
	cfg, diags := load(directory(map[string]string{
		"empty.pat.hcl":          "",
		"empty.pat.json":         "{}",
		"dir.pat.hcl/x.pat.hcl":  "broken {",
		".#main.pat.hcl":         "broken {",
		"main.pat.hcl.bak":       "broken {",
		"main.hcl":               "broken {",
		"nested/deep/x.pat.json": "broken",
	}))
	wantSummaries(t, cfg, diags)
}

// TestLargeConfiguration: that a configuration is so large that it takes time is said once, at the
// file with which it is.
func TestLargeConfiguration(t *testing.T) {
	file := "locals {\n" + strings.Repeat("/* a comment of four words */\n", 42_000) + "}\n" // 420,004 words
	_, diags := load(directory(map[string]string{"a.pat.hcl": file, "b.pat.hcl": file, "c.pat.hcl": file, "d.pat.hcl": "locals {\n}\n"}))
	if len(diags) != 1 || diag.CodeOf(diags[0]) != "large-configuration" || diags[0].Subject.Filename != "c.pat.hcl" {
		t.Errorf("%d: %s", len(diags), diags)
	}
}

// TestLargeFile: that a file of values is so large that it takes time is said, too.
func TestLargeFile(t *testing.T) {
	values := strings.Repeat("/* a comment of four words */\n", 95_000) + "x = 1\n"
	_, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": "variable \"x\" {}\n", "patctl.patvars": values}), ".", hcl.Options{})
	if !slices.ContainsFunc(diags, func(d *diag.Diagnostic) bool {
		return diag.CodeOf(d) == "large-configuration" && d.Subject.Filename == "patctl.patvars"
	}) {
		t.Errorf("no warning: %v", diags)
	}
}

// TestManyFiles: files that are each small enough are refused from the one on with which the
// configuration is too large, and the others are not lost.
func TestManyFiles(t *testing.T) {
	file := "locals {\n" + strings.Repeat("/* a comment of four words */\n", 150_000) + "}\n"
	cfg, diags := load(directory(map[string]string{
		"a.pat.hcl": file, "b.pat.hcl": file, "c.pat.hcl": "template \"t\" {\n  name = \"t\"\n}\n",
	}))
	refused := slices.DeleteFunc(diags, func(d *diag.Diagnostic) bool { return diag.CodeOf(d) != "too-complex" })
	if len(refused) != 1 || refused[0].Subject.Filename != "b.pat.hcl" {
		t.Errorf("refused are:\n%.600s", text(t, cfg, refused))
	}
}
