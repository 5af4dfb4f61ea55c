package linkcheck_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/prefill"
)

// linkFragment is a part of a text. Says has the place and the parameters of the
// link in it, or that it is unreadable; N stands for the number of the fragment.
type linkFragment struct {
	text string
	line int    // of the link, from 0
	says string // "": no link
}

const formAddress = "https://github.com/settings/personal-access-tokens/new"

var linkFragments = [][]linkFragment{
	{ // read
		{"See " + formAddress + "?name=aN&expires_in=30&contents=read.", 0, "name=aN expires_in=30 contents=read"},
		{"[token](" + formAddress + "?name=bN&expires_in=30&issues=write \"it's one\")", 0, "name=bN expires_in=30 issues=write"},
		{"<a href=\"" + formAddress + "?name=cN&amp;expires_in=7&amp;pages=read\">make it</a>", 0, "name=cN expires_in=7 pages=read"},
		{"const linkN = \"" + formAddress + "?name=dN&expires_in=30\" +\n  \"&contents=read\";", 0, "name=dN expires_in=30 contents=read"},
		{"const paramsN = new URLSearchParams({ name: 'eN', expires_in: '30', issues: 'read' });\nopen(`" + formAddress + "?${paramsN}`);", 1, "name=eN expires_in=30 issues=read"},
		{"urlN = \"" + formAddress + "?name=fN&expires_in=30\"\nurlN += \"&actions=read\"", 0, "name=fN expires_in=30 actions=read"},
		{"qN := url.Values{}\nqN.Set(\"contents\", \"write\")\nopenN(\"" + formAddress + "?\" + qN.Encode())", 2, "contents=write"},
	},
	{ // not read
		{"returnN = \"" + formAddress + "?\" + urlencode(givenN)", 0, "unreadable"},
		{"open(`" + formAddress + "?${queryFor(teamN)}`);", 0, "unreadable"},
		{"go(\"" + formAddress + "?name=gN&contents=read\" + restOf(teamN));", 0, "unreadable"},
		{"make(`" + formAddress + "?name=hN&expires_in=30${restN}`);", 0, "unreadable"},
	},
	{ // no link, or one that asks for nothing
		{"Open " + formAddress + " and fill in the form for item N.", 0, ""},
		{"The parameters name, contents and issues are in ?name=x&contents=read, item N.", 0, ""},
		{"# it's \"odd, item N", 0, ""},
		{"const formN = \"https://example.com/settings/personal-access-tokens/new?contents=write\";", 0, ""},
		{"", 0, ""},
	},
}

// mixedLinks puts fragments together in random order, with words that nobody chose
// between them, and returns what is to be found: the line, and the parameters.
func mixedLinks(seed, count int, words string) (text string, want []string) {
	random := rand.New(rand.NewPCG(uint64(seed), uint64(count)))
	line := 1
	for i := range 2 + max(count, -(count+1))%20 {
		kind := linkFragments[random.IntN(len(linkFragments))]
		f := kind[random.IntN(len(kind))]
		name := strings.NewReplacer("N", fmt.Sprint(i))
		part := name.Replace(f.text) + "\n\n" + plainWords(words) + "\n\n"
		if f.says != "" {
			want = append(want, fmt.Sprintf("%d %s", line+f.line, name.Replace(f.says)))
		}
		text += part
		line += strings.Count(part, "\n")
	}
	return text, want
}

// plainWords are letters and signs that are no link and join nothing.
func plainWords(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune("+.~\\`\"'(&$%{", r) {
			return ' '
		}
		return r
	}, words)
}

// FuzzLinksMixed: in a text of links that can be read and links that cannot, each
// of the first is found with its parameters, and each of the others is an error.
// Nothing else is found.
func FuzzLinksMixed(f *testing.F) {
	mutate.Add(f, 55, -98, "AA,")
	for seed := range 5 {
		mutate.Add(f, seed, seed, []string{"why", "it is odd", "/new?contents=write", "*/ -->", "settings/tokens"}[seed%5])
	}
	checks := linkChecks()
	f.Fuzz(func(t *testing.T, seed, count int, words string) {
		text, want := mixedLinks(seed, count, words)
		got := []string{}
		for _, link := range (prefill.Finder{}).Find("mixed.txt", []byte(text)) {
			got = append(got, fmt.Sprintf("%d %s", link.Start.Line, linkSays(checks, link)))
		}
		if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
			t.Errorf("-want +got:\n%s\n%s", diff, text)
		}
	})
}

// linkSays gives the parameters of a link, or that it is an error that they
// cannot be read.
func linkSays(checks *linkcheck.Checker, link *prefill.Found) string {
	if slices.ContainsFunc(checks.Check(link), func(p linkcheck.Problem) bool { return p.Code == linkcheck.Unreadable }) {
		return "unreadable"
	}
	parameters := make([]string, len(link.Parameters))
	for i, p := range link.Parameters {
		parameters[i] = p.String()
	}
	return strings.Join(parameters, " ")
}
