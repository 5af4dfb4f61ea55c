package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shown gives tokens as a line: names and punctuation as they are, strings between
// « and », expressions between ‹ and ›, regular expressions between / and /, and ¶ before the first token of a
// line.
func shown(tokens []Token) string {
	var words []string
	for i, t := range tokens {
		word := t.Text
		if t.Kind == String {
			word = "«" + t.Text
			for _, p := range t.Parts {
				if p.Expression {
					word += "‹" + shown(p.Tokens) + "›"
				} else {
					word += p.Text
				}
			}
			word += "»"
		}
		if t.Kind == Number {
			word = "#" + word
		}
		if t.First && i > 0 {
			word = "¶" + word
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name     string
		language *Language
		text     string
		want     string
	}{
		{"comments", JavaScript, "a // b\n/* c\n */ d", "a ¶d"},
		{"strings", JavaScript, `f("a\"b", 'c\u0041\x41\n')`, "f ( «a\"b» , «cAA\n» )"},
		{"template", JavaScript, "`/repos/${owner}/${repo.name}/x`", "«/repos/‹owner›/‹repo . name›/x»"},
		{"nested template", JavaScript, "`a${b ? `c${d}` : {e: 1}.e}f`", "«a‹b ? «c‹d›» : { e : #1 } . e›f»"},
		{"no expression", JavaScript, "`a\\${b}`", "«a${b}»"},
		{"regexp", JavaScript, "a = /[/\"]`'/g.test(b) / c / d", "a = /[/\"]`'/g . test ( b ) / c / d"},
		{"regexp after return", JavaScript, "return /'/", "return /'/"},
		{"string without end", JavaScript, "a = 'b\nc", "a = «b» ¶c"},
		{"operators", JavaScript, "a?.b ?? c => d === e ...f", "a ?. b ?? c => d === e ... f"},
		{"private field", JavaScript, "this.#kit = 1", "this . #kit = #1"},
		{"shebang", JavaScript, "#!/usr/bin/env node\na", "a"},
		{"byte order mark", JavaScript, "\ufeffa", "a"},
		{"JSX", JavaScript, "a = <p b='c' d={e(1)}>it's {f('g')} // `at` https://c</p>; h // i", "a = < p b = «c» d = { e ( #1 ) } > { f ( «g» ) } < / p > ; h"},
		{"nested JSX", JavaScript, "(<><A b={<i>don't</i>}\n/>isn't<br/>`{c ? <b>it's</b> : 'd'}'</>) + 'e'", "( < > < A b = { < i > < / i > } ¶/ > < br / > { c ? < b > < / b > : «d» } < / > ) + «e»"},
		{"no JSX", JavaScript, "const a = <T>(b: T) => b < c; f<T>('d')", "const a = < T > ( b : T ) => b < c ; f < T > ( «d» )"},
		{"string behind a keyword", JavaScript, "import a from'b';case'c':return'd'", "import a from «b» ; case «c» : return «d»"},
		{"python prefixes", Python, `r"a\d" + f"{b!r:>10}{{c}}" + rb'x' + u"y"`, `«a\d» + «‹b›{c}» + «x» + «y»`},
		{"python f-string", Python, `f"/repos/{a['b']}/{c.d}"`, "«/repos/‹a [ «b» ]›/‹c . d›»"},
		{"python triple", Python, "x = '''a\n# b\n''' # c\ny", "x = «a\n# b\n» ¶y"},
		{"python continues", Python, "a = b \\\n  + c\nd", "a = b + c ¶d"},
		{"python comment", Python, "a # 'b\nc", "a ¶c"},
		{"go raw", Go, "a := `b\\n` + \"c\\n\" + 'd'", "a := «b\\n» + «c\n» + «d»"},
		{"ruby interpolation", Ruby, `puts "a#{b["c"]}d", 'e#{f}'`, `puts «a‹b [ «c» ]›d» , «e#{f}»`},
		{"ruby heredoc", Ruby, "f(<<~A, <<-'B')\n  x#{y}\n  A\n  z#{w}\n  B\ng", "f ( «  x‹y›\n» , «  z#{w}\n» ) ¶g"},
		{"ruby percent", Ruby, "%w[a b].each { |x| x % 3 }", "«a b» . each { | x | x % #3 }"},
		{"ruby block comment", Ruby, "a\n=begin\nb\n=end\nc", "a ¶c"},
		{"ruby end", Ruby, "a\n__END__\nb", "a"},
		{"ruby regexp", Ruby, "a if b =~ /'/ && c / d", "a if b =~ /'/ && c / d"},
		{"ruby names", Ruby, "@a.b? && $c != d!", "@a . b? && $c != d!"},
		{"powershell names", PowerShell, "Invoke-RestMethod -Uri $env:A -Method Get", "Invoke-RestMethod -Uri $env:A -Method Get"},
		{"powershell string", PowerShell, "\"a $b $(c \"d\") `$e \"\"f\"\"\" + 'g''h'", "«a ‹$b› ‹c «d»› $e \"f\"» + «g'h»"},
		{"powershell here-string", PowerShell, "$a = @\"\n\"b\" $c\n\"@\nd", "$a = «\"b\" ‹$c›» ¶d"},
		{"powershell raw here-string", PowerShell, "@'\n$a\n'@", "«$a»"},
		{"powershell comments", PowerShell, "a <# b\n #> c # d\ne#f", "a c ¶e # f"},
		{"powershell continues", PowerShell, "a `\n  -B c\nd", "a -B c ¶d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shown(Read(test.text, test.language).Tokens)); diff != "" {
				t.Errorf("tokens (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlaces: a token's bytes are where its line and column say, in expressions of
// strings and behind strings of several lines as well.
func TestPlaces(t *testing.T) {
	for _, text := range []string{
		"a\n  `b\n${c +\n d}` e\n/* x\n*/ f\n'g\\\nh' i",
		"f(<<~A)\n x\n A\n  g",
	} {
		for _, language := range []*Language{JavaScript, Ruby, Python, PowerShell, Go} {
			checkPlaces(t, text, Read(text, language).Tokens)
		}
	}
}

func checkPlaces(t *testing.T, text string, tokens []Token) {
	t.Helper()
	lines := strings.SplitAfter(text, "\n")
	for i, token := range tokens {
		if token.Line < 1 || token.Line > len(lines) || token.From > token.To || token.To > len(text) {
			t.Fatalf("token %q stands in line %d, bytes %d to %d, of a text of %d", token.Text, token.Line, token.From, token.To, len(text))
		}
		if at := len(strings.Join(lines[:token.Line-1], "")) + token.Column - 1; at != token.From {
			t.Fatalf("token %q is at %d:%d, which is byte %d, but begins at byte %d of %q", token.Text, token.Line, token.Column, at, token.From, text)
		}
		if p := Partner(tokens, i); p >= 0 && Partner(tokens, p) != i {
			t.Fatalf("the partner of %d is %d, whose partner is %d", i, p, Partner(tokens, p))
		}
		for _, part := range token.Parts {
			checkPlaces(t, text, part.Tokens)
		}
	}
}

func TestBroken(t *testing.T) {
	for text, want := range map[string]int{"a\n/* b": 2, "a\n\n`b\n": 3, "a": 0, "'a": 0, "`a`": 0, "`a${b": 1} {
		if p := Read(text, JavaScript); p.BrokenLine != want || p.Broken != (want > 0) {
			t.Errorf("%q is broken in line %d, not %d", text, p.BrokenLine, want)
		}
	}
}

func TestComments(t *testing.T) {
	text := "// a\nb // c\n/* d\n e */\nf"
	if got := Read(text, JavaScript).Comments; got != 3 {
		t.Errorf("%d lines are comments, not 3", got)
	}
}

func TestArguments(t *testing.T) {
	for _, test := range []struct {
		language   *Language
		text, want string
	}{
		{JavaScript, "f(a, {b: 1, 'c': d(e, f), g, ...h}, i)", "a|{ b : #1 , «c» : d ( e , f ) , g , ... h }|i"},
		{JavaScript, "{b: 1, 'c': d(e, f), g, ...h, i() { j }}", "b=#1|c=d ( e , f )|g=g|...=h|i=i ( ) { j }"},
		{Python, "f(a, b=c, **d)", "a|b=c|...=d"},
		{Ruby, "f(a, b: c, :d => e, 'f' => g)", "a|b=c|d=e|f=g"},
		{PowerShell, "{\n  A = 1\n  'B' = 2; C = 3\n}", "A=#1|B=#2|C=#3"},
		{JavaScript, "f()", ""},
		{JavaScript, "f(a", ""},
	} {
		tokens := Read(test.text, test.language).Tokens
		open := 0
		if !tokens[0].Is("{") {
			open = 1
		}
		var got []string
		for _, a := range Arguments(tokens, open) {
			word := strings.ReplaceAll(shown(a.Value), "¶", "")
			if a.Name != "" {
				word = a.Name + "=" + word
			}
			got = append(got, word)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

// TestValue: the last statement of each program is the value.
func TestValue(t *testing.T) {
	for _, test := range []struct {
		language   *Language
		text, want string
	}{
		{JavaScript, "const a = 'x'; const b = a + '/y';\nb + '/' + c.number", "x/y/{number}"},
		{JavaScript, "const a = `x/${b}`;\n`${a}/${c.d}`", "x/{b}/{d}"},
		{JavaScript, "const c = { api: { base: 'x' } };\nc.api.base + '/y'", "x/y"},
		{JavaScript, "let a = 'x'; a = 'y';\na", "{a}"},
		{JavaScript, "let a = 'x'; if (b) { a = 'y' };\na", "{a}"},
		{JavaScript, "let a = 'x'; a += 'y';\na", "{a}"},
		{JavaScript, "const a: string = 'x';\na", "x"},
		{JavaScript, "const a: Record<string, string> | undefined = 'x';\na!", "x"},
		{JavaScript, "function f() { const a = 'x' } function g() { const a = 'y' };\na", "{a}"},
		{JavaScript, "const b = process.env.B || 'x';\nb ?? 'z'", "x"},
		{JavaScript, "process.env.GITHUB_API_URL || 'z'", "https://api.github.com"},
		{JavaScript, "`/repos/${process.env.GITHUB_REPOSITORY}/x`", "/repos/{owner}/{repo}/x"},
		{JavaScript, "class A { base = 'x'; #b = 'y'; f() { return 1 } };\n1", "1"},
		{JavaScript, "new URL('/user', 'https://api.github.com/x')", "https://api.github.com/user"},
		{JavaScript, "encodeURIComponent(name)", "{name}"},
		{JavaScript, "a = a + a;\na", "{a}{a}"},
		{JavaScript, "x ? 'a' : 'b'", "{value}"},
		{Python, "A = 'x'\nf'{A}/{b.c}' '/d'", "x/{c}/d"},
		{Python, "'/repos/{}/{name}/{0}'.format(a, name=b.c)", "/repos/{a}/{c}/{a}"},
		{Python, "'/repos/%s/%d' % (a, 3)", "/repos/{a}/3"},
		{Python, "'/repos/%s' % a", "/repos/{a}"},
		{Python, "f(A='x')\nA", "{A}"},
		{Python, "os.environ.get('BASE', 'https://x')", "https://x"},
		{Python, "os.environ['REPO']", "{REPO}"},
		{Go, "base := \"x\"\nfmt.Sprintf(\"%s/repos/%s/%d\", base, owner, pr.Number)", "x/repos/{owner}/{Number}"},
		{Go, "a, b := \"x\", \"y\"\nb", "{b}"},
		{Ruby, "BASE = 'x'.freeze\n\"#{BASE}/#{a.b}\"", "x/{b}"},
		{PowerShell, "$base = 'x'\n\"$base/orgs/$($org.login)/$env:NAME\"", "x/orgs/{login}/{NAME}"},
	} {
		p := Read(test.text, test.language)
		c := NewConstants(p, test.language)
		last := 0
		for i, token := range p.Tokens {
			if token.First {
				last = i
			}
		}
		if diff := cmp.Diff(test.want, c.Value(p.Tokens[last:])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

// TestScopes: a name has the value of its scope.
func TestScopes(t *testing.T) {
	for _, test := range []struct {
		language *Language
		text     string
		want     []string // of each use(...)
	}{
		{JavaScript, "function a() { const u = 'x'; use(u) }\nfunction b() { const u = 'y'; use(u) }", []string{"x", "y"}},
		{JavaScript, "const u = 'x';\nfunction b(u) { use(u) }\nuse(u)", []string{"{u}", "x"}},
		{JavaScript, "const u = 'x';\nf((u) => use(u)); g(u => use(u)); use(u)", []string{"{u}", "{u}", "x"}},
		{JavaScript, "const u = 'x';\nfunction b({ u, v: w }) { use(u) }", []string{"{u}"}},
		{JavaScript, "const u = 'x';\nclass A { async b(u: string): Promise<void> { use(u) } }", []string{"{u}"}},
		{JavaScript, "if (u) { use(u) }\nconst u = 'x'", []string{"x"}},
		{JavaScript, "const u = 'x'; for (const u of list) { use(u) }", []string{"{u}"}},
		{JavaScript, "class A { base = 'x'; b() { use(this.base) } }\nclass B { constructor() { this.base = 'y' } b() { use(this.base) } }", []string{"x", "y"}},
		{JavaScript, "class A { #base = 'x'; b() { use(this.#base) } }", []string{"x"}},
		{Python, "def a():\n  u = 'x'\n  use(u)\ndef b():\n  u = 'y'\n  use(u)", []string{"x", "y"}},
		{Python, "u = 'x'\ndef a(u, v='z'):\n  use(u)\n  use(v)\nuse(u)", []string{"{u}", "z", "x"}},
		{Python, "class A:\n  base = 'x'\n  def b(self):\n    use(self.base)", []string{"x"}},
	} {
		p := Read(test.text, test.language)
		c := NewConstants(p, test.language)
		var got []string
		for i := range p.Tokens {
			if p.Tokens[i].Is("use") {
				a, _ := Positional(Arguments(p.Tokens, i+1), 0)
				got = append(got, c.Value(a.Value))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestPlaceOf(t *testing.T) {
	for address, want := range map[string]string{
		"/user":                                          "1 ",
		"https://api.github.com/user":                    "2 api.github.com",
		"https://x:y@API.github.com:443/user":            "2 api.github.com",
		"https://api.octo.ghe.com/user":                  "2 api.octo.ghe.com",
		"https://{host}/api/v3/user":                     "2 {host}",
		"{base}/user":                                    "0 ",
		"{url}":                                          "0 ",
		"https://{host}/user":                            "0 ",
		"https://ghcr.io/v2":                             "3 ghcr.io",
		"https://github.com/octo-org/api":                "4 github.com",
		"https://api.github.com.example.com/x":           "5 api.github.com.example.com",
		"https://example.com/api.github.com":             "5 example.com",
		"//example.com/x":                                "5 example.com",
		"https://example.com/?x=https://api.github.com/": "5 example.com",
	} {
		place, host := PlaceOf(address)
		if got := fmt.Sprint(place, " ", host); got != want {
			t.Errorf("PlaceOf(%q) = %s, not %s", address, got, want)
		}
	}
}
