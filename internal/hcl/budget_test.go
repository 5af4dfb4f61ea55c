package hcl_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// fewSteps is the budget of the tests: what needs more must end soon.
const fewSteps = 500_000

// fewBytes bounds what may be allocated until a bomb is refused.
const fewBytes = 1 << 30

// doubling is a chain of locals, each of which makes more of the one before.
func doubling(levels int, first, next string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "x0 = %s\n", first)
	for i := range levels {
		fmt.Fprintf(&b, "x%d = %s\n", i+1, strings.ReplaceAll(next, "@", fmt.Sprintf("local.x%d", i)))
	}
	return b.String()
}

// loop is a for expression in as many others over a thousand elements.
func loop(depth int, body string) string {
	for i := range depth {
		body = fmt.Sprintf("[for v%d in local.thousand : %s]", i, body)
	}
	return body
}

const (
	thousand = "thousand = range(1000)\n"
	many     = thousand + "many = flatten([for a in range(4) : [for b in local.thousand : a * 1000 + b]])\n"
	megabyte = "kb = join(\"\", [for i in range(1000) : \"a\"])\nmb = join(\"\", [for i in range(1000) : local.kb])\n"
)

// bombs are texts for a locals block that are small and take long, or much memory.
var bombs = []struct{ name, locals string }{
	{"loops", thousand + "x = " + loop(4, "1")},
	{"loops over what is written out", "x = " + strings.ReplaceAll(loop(6, "1"), "local.thousand", "["+strings.Repeat("1,", 100)+"]")},
	{"loops that make nothing", thousand + "x = " + loop(4, "[for a in local.thousand : a if false]")},
	{"objects in loops", thousand + "x = { for a in local.thousand : a => { for b in local.thousand : b => { for c in local.thousand : c => a } } }"},
	{"grouped in loops", thousand + "x = { for a in local.thousand : \"k\" => { for b in local.thousand : \"k\" => " + loop(1, "a") + "... }... }"},
	{"loops in a template", thousand + "x = \"%{ for a in local.thousand }%{ for b in local.thousand }%{ for c in local.thousand }x%{ endfor }%{ endfor }%{ endfor }\""},
	{"splats", thousand + "a = [for x in local.thousand : { b = local.thousand }]\nx = local.a[*].b[*][0]\ny = [for i in local.thousand : local.a[*].b]"},
	{"loops in try", thousand + "x = try(" + loop(4, "1") + ", 1)"},
	{"loops in can", thousand + "x = can(" + loop(4, "1") + ")"},
	{"strings doubled", doubling(40, `"x"`, `"${@}${@}"`)},
	{"strings squared", doubling(8, `"xxxxxxxxxxxxxxxx"`, `replace(@, "x", @)`)},
	{"strings joined", doubling(40, `"x"`, `join(@, [@, @, @])`)},
	{"lists doubled", doubling(40, `["x"]`, `concat(@, @)`)},
	{"lists of lists", doubling(60, `["x"]`, `[@, @]`)},
	{"objects of objects", doubling(60, `{}`, `{ a = @, b = @ }`)},
	{"objects merged", doubling(60, `{}`, `merge({ a = @ }, { b = @ })`)},
	{"values equal to themselves", doubling(60, `{}`, `true ? { a = @, b = @ } : null`)},
	{"formatted values", doubling(40, `"x"`, `format("%s%s", @, @)`)},
	{"wide fields", "x = format(\"" + strings.Repeat("%99999s", 4000) + "\", " + strings.Repeat("1,", 3999) + "1)"},
	{"lists of wide fields", many + "x = formatlist(\"%99999s\", local.many)"},
	{"encoded again and again", doubling(40, `"\"\""`, `jsonencode([@, @])`)},
	{"YAML encoded again", doubling(40, `"x\n"`, `yamlencode([@, @])`)},
	{"base64", doubling(90, `"x"`, `base64encode("${@}${@}")`)},
	{"urlencode", doubling(40, `"%"`, `urlencode(@)`) + "y = urlencode(join(local.x20, local.x20, []))"},
	{"patterns", many + "x = [for a in local.many : can(regex(\"" + strings.Repeat(`\\pL`, 100) + "\", \"${a}\"))]"},
	{"indent", "x = indent(99999999999, \"a\\nb\")"},
	{"setproduct", thousand + "x = setproduct(local.thousand, local.thousand, local.thousand)"},
	{"length of setproduct", thousand + "x = length(setproduct(local.thousand, local.thousand, local.thousand, local.thousand))"},
	{"chunklist", many + "x = [for i in local.thousand : chunklist(local.many, 1)]"},
	{"set of objects", many + "x = toset([for n in local.many : { a = n }])"},
	{"contains", many + "x = [for n in local.many : contains(local.many, n)]"},
	{"index", many + "x = [for n in local.many : index(local.many, n)]"},
	{"lists of one type", thousand + "x = tolist(concat([for n in local.thousand : { \"a${n}\" = n }], [for n in local.thousand : { \"b${n}\" = n }], [for n in local.thousand : [n]]))"},
	{"characters", megabyte + "x = [for i in range(1000) : length(local.mb)]"},
	{"substr", megabyte + "x = [for i in range(1000) : substr(local.mb, i, 1)]"},
	{"upper", megabyte + "x = [for i in range(1000) : upper(local.mb)]"},
	{"trim", megabyte + "x = trim(local.mb, local.mb)"},
	{"split", megabyte + "x = split(\"\", local.mb)"},
	{"parseint", megabyte + "x = parseint(replace(local.mb, \"a\", \"1\"), 10)"},
	{"regexall", megabyte + "x = regexall(\"a\", \"${local.mb}${local.mb}${local.mb}\")"},
	{"regexall that reads to the end", megabyte + "x = regexall(\"a*b|a\", local.mb)"},
	{"regexall that looks around", megabyte + "x = regexall(\"\\\\b(a*b)|a\", local.mb)"},
	{"replace that reads to the end", megabyte + "x = replace(local.mb, \"/a*b|a/\", \"c\")"},
	{"large pattern", megabyte + "x = regex(\"((a{100}){10}){100}b\", local.mb)"},
	{"nested repetitions", megabyte + "x = [for i in range(1000) : regexall(\"(a*)*b\", local.mb)]"},
	{"jsondecode", doubling(30, `"1,1"`, `"${@},${@}"`) + "y = jsondecode(\"[${local.x20}]\")"},
	{"csvdecode", doubling(30, `"1,1"`, `"${@},${@}"`) + "y = csvdecode(\"${local.x16}\\n${local.x16}\")"},
	{"yamldecode", "x = yamldecode(\"a0: &a0 [x, x]\\n" + aliases(40) + "\")"},
	{"yamldecode with merge keys", "x = yamldecode(\"a0: &a0 {k: 1}\\n" + strings.ReplaceAll(aliases(40), "[", "{<<: [") + "\")"},
	{"numbers", doubling(60, `9`, `@ * @`) + "y = tostring(local.x60)"},
	{"small numbers", doubling(60, `0.1`, `@ * @`) + "y = \"${local.x60}\""},
	{"unknown functions", "x = [" + repeated("f%d(),", 20_000) + "]"},
	{"unknown functions with long names", "x = [" + repeated(strings.Repeat("f", 2000)+"%d(),", 500) + "]"},
	{"unknown functions in many values", repeated("x%d = f()\n", 20_000)},
	{"sums of texts", "x = [" + repeated("%d + \"a\",", 20_000) + "]"},
	{"powers", doubling(60, `9`, `pow(@, @)`)},
	{"number in a string", "x = \"1e999999999\" * 1\ny = format(\"%d\", \"1e999999999\")"},
	{"a file a thousand times", "x = [for i in range(1000) : file(\"large/${i % 2}\")]"},
	{"a template a thousand times", "x = [for i in range(1000) : templatefile(\"template\", { n = i })]"},
}

// repeated is a text as often as asked for, with the numbers from 0 up.
func repeated(text string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, text, i)
	}
	return b.String()
}

// aliases are lines of YAML, each of which uses the one before twice.
func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		line := fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\\n", i+1, i+1, i, i)
		b.WriteString(line)
	}
	return b.String()
}

// TestBombs: each ends with an error that names the expression, and allocates
// little until then.
func TestBombs(t *testing.T) {
	for _, bomb := range bombs {
		t.Run(bomb.name, func(t *testing.T) {
			files := directory(map[string]string{
				"main.pat.hcl": "locals {\n" + bomb.locals + "\n}\n",
				"large/0":      strings.Repeat("x", 8<<20), "large/1": strings.Repeat("y", 8<<20),
				"template": "%{ for a in range(1000) }%{ for b in range(1000) }${n}%{ endfor }%{ endfor }",
			})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, diags := hcl.Load(files, ".", hcl.Options{Steps: fewSteps})
			runtime.ReadMemStats(&after)
			at := slices.IndexFunc(diags, diag.IsError)
			if at < 0 {
				t.Fatal("no error is reported")
			}
			if d := diags[at]; d.Subject == nil || d.Subject.Filename != "main.pat.hcl" || d.Subject.Start.Line < 2 {
				t.Errorf("the expression is not named: %v", d)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > fewBytes {
				t.Errorf("%d MB were allocated", used>>20)
			}
		})
	}
}

// TestLargeIsNoBomb: what a large configuration may need stays possible.
func TestLargeIsNoBomb(t *testing.T) {
	object := `{"k0": {"a": [1, 2, 3]}`
	for i := range 1000 {
		object += fmt.Sprintf(`, "k%d": {"a": [1, 2, 3], "b": "text"}`, i+1)
	}
	object += "}"
	for name, locals := range map[string]string{
		"distinct":                  "many = flatten([for a in range(8) : [for b in range(1000) : \"n${a * 1000 + b}\"]])\nx = length(distinct(local.many))",
		"toset":                     many + "x = length(toset(local.many))",
		"contains":                  many + "x = length([for n in range(50) : n if contains(local.many, n)])",
		"regexall of a long text":   "text = join(\"\\n\", [for n in range(1000) : \"user-${n} = octocat\"])\nx = length(regexall(\"(?m)^user-([0-9]+)\", local.text))",
		"join of a tuple":           "many = flatten([for a in range(30) : [for b in range(1000) : \"n${a * 1000 + b}\"]])\nx = length(join(\"\", local.many)) > 0 ? 1 : 2",
		"a tuple in a conditional":  "many = flatten([for a in range(30) : [for b in range(1000) : \"n${a * 1000 + b}\"]])\nx = length(length(local.many) > 3 ? local.many : [\"a\", \"b\"])",
		"compact of a tuple":        "many = flatten([for a in range(30) : [for b in range(1000) : \"n${a * 1000 + b}\"]])\nx = length(compact(local.many))",
		"a file for every instance": "x = length([for i in range(1000) : jsondecode(file(\"object\"))[\"k${i}\"].a])",
		"lookups in a large object": "o = jsondecode(file(\"object\"))\nx = length([for i in range(1000) : lookup(local.o, \"k${i}\", null).a])",
		"a path of the module":      "x = length([for i in range(1000) : jsondecode(file(\"${path.module}/object\"))[\"k${i}\"].a])",
	} {
		files := directory(map[string]string{
			"main.pat.hcl": "locals {\n" + locals + "\n}\ntemplate \"t\" {\n  name = \"t${local.x}\"\n}\n",
			"object":       object,
		})
		if _, diags := hcl.Load(files, ".", hcl.Options{Steps: 2_000_000}); diags.HasErrors() {
			t.Errorf("%s: %s", name, diags)
		}
	}
}
