package scan

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/mutate"
)

// FuzzRead: every text has tokens, whose places are right, and constants.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"const a = `x${b ? `c${d}` : 1}`; f(/[/]'/, {g, ...h}) // i\n/* j */ class K { #l = 'm' }",
		"def f(a, b='c'):\n  \"\"\"d\"\"\"\n  return f'{a!r}{{{b}}}' % (e,)\n",
		"x = <<~A + %w[a b].join\n  #{y}\nA\n=begin\n=end\n@z ||= /'/",
		"$a = @\"\n$b $($c.d)\n\"@; Invoke-X -Uri \"$a\" `\n  -Y @{ Z = 1 } <# w #>",
		"return <A b={c}>it's {d}<e/></A>",
	} {
		mutate.Add(f, seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, language := range []*Language{JavaScript, Python, Go, Ruby, PowerShell} {
			p := Read(text, language)
			checkPlaces(t, text, p.Tokens)
			c := NewConstants(p, language)
			for i := range p.Tokens {
				if value := c.Value(p.Tokens[i:min(len(p.Tokens), i+20)]); len(value) > maxValue {
					t.Fatalf("a value has %d bytes", len(value))
				}
			}
			if p.Comments < 0 || p.Comments > strings.Count(text, "\n")+1 {
				t.Fatalf("%d of %d lines are comments", p.Comments, strings.Count(text, "\n")+1)
			}
		}
	})
}
