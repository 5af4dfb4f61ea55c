package linkreport_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/linkreport"
)

const tokenForm = "https://github.com/settings/personal-access-tokens/new?"

// linkEntries judges the links of a text.
func linkEntries(name, text string) []linkreport.Entry {
	checks := linkcheck.New(&hcl.Configuration{Host: pat.DefaultHost, Catalog: catalog.Default()})
	var entries []linkreport.Entry
	for _, found := range (prefill.Finder{}).Find(name, []byte(text)) {
		judged := linkreport.Judged{Found: found, Problems: checks.Check(found), Template: "template." + formattest.Hostile}
		judged.Fixes, judged.FixedURL = checks.Fixes(found, judged.Problems)
		entries = append(entries, linkreport.NewEntry(linkreport.File{Name: name, Path: name}, judged))
	}
	return entries
}

func writeLinks(t *testing.T, name string, d *linkreport.Document) string {
	t.Helper()
	f, err := linkreport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(f.Render(d, format.Style{}))
}

// hostileLinks has the worst that a file can be called and hold.
func hostileLinks() *linkreport.Document {
	text := "`" + tokenForm + "name=x&=1|\x1b[31m\u202e%0a::error::=y&webhooks=write` \"" + tokenForm + "](//x)[x=<b>&##[error]=1&expires_in=3\"\n" +
		tokenForm + "contents=read&expires_in=3"
	return linkreport.NewDocument("1.2.3", linkEntries(formattest.Hostile, text), []linkreport.Unread{{File: formattest.Hostile, Why: formattest.Hostile}})
}

func TestLinksGolden(t *testing.T) {
	for _, format := range linkreport.FormatNames() {
		t.Run(format, func(t *testing.T) {
			got := writeLinks(t, format, hostileLinks())
			formattest.CheckPlain(t, got)
			formattest.Golden(t, "links_"+format, got)
			for line := range strings.Lines(got) {
				if format == "text" && (strings.HasPrefix(line, "::") || strings.Contains(line, "##[")) {
					t.Errorf("a log would obey %q", line)
				}
			}
		})
	}
}

func TestLinksAnnotationsAreCut(t *testing.T) {
	var text strings.Builder
	for range 12 {
		text.WriteString(tokenForm + "scopes=repo&checks=read&expires_in=3\n")
	}
	got := writeLinks(t, "github", linkreport.NewDocument("1.2.3", linkEntries("a.md", text.String()), nil))
	for part, want := range map[string]int{
		"::error title=Scopes in a link,file=a.md,line=": 10, "::warning title=Disputed permission,file=a.md,line=": 10,
		"Only 10 of 12 errors have annotations; the text of patctl links has all of them.\n": 1,
		"12 links: 0 ok, 0 with warnings, 12 with errors.\n":                                 1,
	} {
		if n := strings.Count(got, part); n != want {
			t.Errorf("%d times %q, want %d", n, part, want)
		}
	}
}

// TestLinksSARIFIsTaken: GitHub refuses a file with more than 25,000 results,
// and takes two with one fingerprint for one.
func TestLinksSARIFIsTaken(t *testing.T) {
	text := strings.Repeat(tokenForm+"checks=read&expires_in=3\n", 25_000) + tokenForm + "scopes=repo&expires_in=3\n"
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID              string
				RuleIndex           int
				PartialFingerprints map[string]string
			}
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
		}
	}
	got := writeLinks(t, "sarif", linkreport.NewDocument("1.2.3", linkEntries("a.md", text), nil))
	if err := json.Unmarshal([]byte(got), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != 25_000 || run.Results[0].RuleID != "scopes-in-link" || !strings.Contains(got, "1 more problem of the lowest severity") {
		t.Errorf("%d results, the first is %s", len(run.Results), run.Results[0].RuleID)
	}
	seen := map[string]bool{}
	for _, r := range run.Results {
		if seen[r.PartialFingerprints["patctl/v1"]] || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Fatalf("%+v", r)
		}
		seen[r.PartialFingerprints["patctl/v1"]] = true
	}
}

// TestLinksOfLargeFileAreCounted: of a file with very many links those with
// problems and those without are listed up to a limit each, and all are counted.
func TestLinksOfLargeFileAreCounted(t *testing.T) {
	ok, wrong := linkEntries("a.md", tokenForm+"contents=read&expires_in=3")[0], linkEntries("a.md", tokenForm+"scopes=repo&expires_in=3")[0]
	var list linkreport.List
	for range 20_001 {
		list.Add(ok)
		list.Add(ok)
		list.Add(wrong)
	}
	d := linkreport.NewDocument("1.2.3", list.Links, nil)
	d.AddRest(list)
	want := linkreport.Summary{Total: 60_003, OK: 40_002, Error: 20_001, Unlisted: 20_003}
	if len(d.Links) != 40_000 || d.Summary != want {
		t.Errorf("%d listed, %+v", len(d.Links), d.Summary)
	}
	if !strings.Contains(d.Tally(), "20003 links not listed") {
		t.Error(d.Tally())
	}
}
