package classic

import (
	_ "embed" // for the parts of the page

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// Templates are the parts of a page that the section needs: "classic-tokens" is the section.
//
//go:embed html/classic.tmpl
var Templates string

// Page is the section on a page, safe to show.
type Page struct {
	Tokens  []PageToken
	More    string // how many are not shown; "": all are
	Migrate string
}

// PageToken is a classic token.
type PageToken struct {
	Label, Organization, Facts, Called string
	Findings                           []PageFinding
}

// PageFinding is a finding about a classic token.
type PageFinding struct{ Rule, Severity, Class, Message string }

// maxPage is how many tokens a page lists.
const maxPage = 500

// NewPage returns the section; nil if nobody looked for classic tokens.
func NewPage(list []Token, counts *judged.ClassicCounts) *Page {
	if counts == nil {
		return nil
	}
	page := &Page{Migrate: Migrate}
	for i := range list[:min(len(list), maxPage)] {
		t := &list[i]
		shown := PageToken{Label: t.Label(), Organization: diag.Printable(t.Organization), Facts: t.Facts(), Called: t.Called()}
		for k := range t.Findings {
			f := &t.Findings[k]
			finding := PageFinding{Rule: diag.Printable(f.Rule), Severity: f.Weight(), Class: string(f.Severity), Message: diag.Printable(f.Message)}
			if f.ExceptedBy != nil {
				finding.Class, finding.Message = "covered", finding.Message+" Excepted by "+judged.Quoted(*f.ExceptedBy)+"."
			}
			shown.Findings = append(shown.Findings, finding)
		}
		page.Tokens = append(page.Tokens, shown)
	}
	if rest := len(list) - maxPage; rest > 0 {
		page.More = format.Counted(rest, "more classic token", "more classic tokens") + ". Other formats list all of them."
	}
	return page
}
