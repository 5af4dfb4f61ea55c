package lazyregexp

import (
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// writer writes texts that match an expression.
type writer struct {
	*rand.Rand
	strings.Builder
}

// any writes a text that an expression matches, as far as its place allows.
func (w *writer) any(x *syntax.Regexp) {
	switch x.Op {
	case syntax.OpLiteral:
		for _, r := range x.Rune {
			w.rune(r, x.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		i := 2 * w.IntN(len(x.Rune)/2)
		w.WriteRune(x.Rune[i] + rune(w.IntN(int(min(x.Rune[i+1]-x.Rune[i], 50))+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		w.WriteRune([]rune("aZ 9-é😀")[w.IntN(7)])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		for range w.count(x) {
			w.any(x.Sub[0])
		}
	case syntax.OpAlternate:
		w.any(x.Sub[w.IntN(len(x.Sub))])
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range x.Sub {
			w.any(sub)
		}
	}
}

func (w *writer) count(x *syntax.Regexp) int {
	switch x.Op {
	case syntax.OpQuest:
		return w.IntN(2)
	case syntax.OpPlus:
		return 1 + w.IntN(3)
	case syntax.OpRepeat:
		return x.Min + w.IntN(3)*min(1, x.Max-x.Min)
	}
	return w.IntN(3)
}

// rune writes a letter, or one that counts as it where capitals do not.
func (w *writer) rune(r rune, fold bool) {
	for range w.IntN(4) {
		if fold {
			r = unicode.SimpleFold(r)
		}
	}
	w.WriteRune(r)
}

// around writes some factors, each with something before and behind it.
func (w *writer) around(factors []factor) []string {
	sides := []string{"", "x", "_", " ", "-", "é", "ſ", "\xc5", "\xff", "7", "\n"}
	var texts []string
	for range min(len(factors), 12) {
		text := factors[w.IntN(len(factors))].text
		if w.IntN(2) == 0 {
			text = strings.ToUpper(text)
		}
		texts = append(texts, sides[w.IntN(len(sides))]+text+sides[w.IntN(len(sides))])
	}
	return texts
}

// TestFactorsAreRequired: for every pattern of the module, a text that matches is never taken for
// one that does not, and no result differs from that of package regexp.
func TestFactorsAreRequired(t *testing.T) {
	matched, kept, skipped := 0, 0, 0
	for _, pattern := range append(patterns(t), `(?i)k(?:ls)+`, `(?i)straße|x{2,}`, `ab|a(?:b|c)*`, `(?:abc)?`, `(?i)abc|abc`,
		`(?i)\b(?:gh|GI[tT])\b|hub\s|40[134]\b`, calledIn, `(?:x|ab*)+(?:c|d\b)*ef|\bgh?\s*ij`, `(?m)^(?:ab|cd)+$|(?:ab)?ce`, `k(?:a|b)*(?i:k)s+`, `\b-x\b|y-\b`, `\bab\B|a{2}b`, `(?i:k)-s|é+|(?i:a)É`, `^ab$|(?m)^cd$`, `(?:ab|\b)cd`, `ab(?:\b|-)cd?`) {
		parsed, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		plain, ours := regexp.MustCompile(pattern), New(pattern)
		sets, starts := analyze(pattern)
		factors := slices.Concat(slices.Concat(sets...), starts)
		w := &writer{Rand: rand.New(rand.NewPCG(1, uint64(len(pattern))))}
		for range 60 {
			w.Reset()
			w.any(parsed)
			text := w.String()
			long := ""
			if w.IntN(8) == 0 {
				long = strings.Repeat(text+" ", maxShort/(len(text)+1)+1)
			}
			for _, s := range append(w.around(factors), text, "x"+text+" y", text[:w.IntN(len(text)+1)], strings.ToUpper(text), "", long) {
				if plain.MatchString(s) {
					matched++
				} else if !ours.may(s) {
					skipped++
				} else {
					kept++
				}
				if ours.MatchString(s) != plain.MatchString(s) || !slices.Equal(ours.FindStringSubmatchIndex(s), plain.FindStringSubmatchIndex(s)) ||
					!slices.Equal(ours.FindAllString(s, -1), plain.FindAllString(s, -1)) || ours.ReplaceAllString(s, "<$0>") != plain.ReplaceAllString(s, "<$0>") {
					t.Fatalf("%s: another result for %q (factors %v)", pattern, s, factors)
				}
			}
		}
	}
	if matched < 10_000 || skipped < 1000 {
		t.Errorf("%d texts matched, %d did not, and %d of these were not tried: too few to tell", matched, kept+skipped, skipped)
	}
	t.Logf("%d texts matched; %d of %d others were not tried", matched, skipped, kept+skipped)
}

// calledIn is a call, its status, and text between them of any size.
const calledIn = `\b(GET|POST)\s+((?:https?://[^\s]+?)?/[^\s]*?)[:,]?\s+(?:-\s+|returned\s+|\[)*(?:40[0-9]|422)\b`

// TestManyCallsInOneLine: what is before the status rules out all of a long line.
func TestManyCallsInOneLine(t *testing.T) {
	line := strings.Repeat("GET /repos/octo-org/r403/issues ", 1000)
	if r := New(calledIn); r.may(line) || !r.may(line+"403") {
		t.Error("each call was tried, or none was")
	}
}

// TestTriesEnd: where tries fail one after another, they read no more than a few times the text.
func TestTriesEnd(t *testing.T) {
	const pattern = `ab([^x]*)xy`
	for _, text := range []string{"abxy" + strings.Repeat("ab", 100), "abxy" + strings.Repeat("ab", 10_000), strings.Repeat("ab", 300) + "xy", strings.Repeat("abxy", 10_000)} {
		r, tries := New(pattern), New(pattern).triesOf(text)
		for from, ok := 0, true; ok; {
			var match []int
			if match, ok = tries.next(from); match == nil {
				break
			}
			from = match[1]
		}
		if spent := maxTries*len(text) - tries.left; spent > (maxTries+1)*len(text) {
			t.Errorf("tries read %d bytes of %d", spent, len(text))
		}
		if !slices.EqualFunc(r.FindAllStringSubmatch(text, -1), regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1), slices.Equal) {
			t.Errorf("other matches of %.20q", text)
		}
	}
	n := 0
	for range New(pattern).EachStringSubmatch(strings.Repeat("abxy", 10)) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d matches", n)
	}
}

// TestLinesAreDecided: for most lines of a log, the texts in them tell whether an expression matches,
// and no match is tried.
func TestLinesAreDecided(t *testing.T) {
	lines := []string{
		"2026-11-22T09:00:01.1234567Z [12/999] CC src/archive/object.o", "npm http fetch GET 200 https://registry.npmjs.org/react 13ms (cache hit)",
		"    at Module.load (/app/node_modules/target/lib/index.js:12:3)", "ok  \tgithub.com/octo-org/api/internal/weights\t0.401s",
		`{"level":"info","msg":"high rest of the build","dur":40100}`, "Downloading archive-3.tar.gz (4013 kB) |##########|", "E   assert target == 'high rest'", " ---> 0123456789ab",
	}
	tried, all := 0, 0
	for _, pattern := range patterns(t) {
		r := New(pattern)
		for _, line := range lines {
			if all++; r.search().in(line) == maybe && !r.compiled().MatchString(line) {
				tried++
			}
		}
	}
	if tried*10 > all*3 {
		t.Errorf("%d of %d lines were tried", tried, all)
	}
	t.Logf("%d of %d lines were tried", tried, all)
	words := New(`(?i)\bgh\b|\bgit\b|github|uses:|curl|\b(?:GET|POST|PUT|PATCH|DELETE)\b|hub\s|^hub\d+|\b40[134]\b|denied to`)
	for line, want := range map[string]verdict{lines[0]: no, lines[1]: yes, lines[3]: yes, lines[4]: no, "HTTP 404": yes, "the weight of 4040 targets": no, "a hub of": yes, "a hub1": maybe} {
		if got := words.search().in(line); got != want {
			t.Errorf("%d, not %d, of %q", got, want, line)
		}
	}
}
