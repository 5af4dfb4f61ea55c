package classic

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/audit/classictoken"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// Token is a classic token, and what was found.
type Token struct {
	Organization string                `json:"organization"` // "": the source does not say
	CredentialID *int64                `json:"credential_id"`
	TokenID      *int64                `json:"token_id"`
	Name         *string               `json:"name"`
	Owner        *string               `json:"owner"`
	Certain      bool                  `json:"certain"` // false: GitHub says only that it is a personal access token
	Scopes       []string              `json:"scopes"`
	ScopesKnown  bool                  `json:"scopes_known"`
	AuthorizedAt *time.Time            `json:"authorized_at"`
	LastUsedAt   *time.Time            `json:"last_used_at"`
	ExpiresAt    *time.Time            `json:"expires_at"` // null: never, or not known
	Expired      bool                  `json:"expired"`
	Sources      []classictoken.Source `json:"sources"`
	Calls        int                   `json:"calls"`
	Refused      int                   `json:"refused"`
	LastCallAt   *time.Time            `json:"last_call_at"`
	Routes       []Route               `json:"routes"` // most called first
	Findings     []judged.Finding      `json:"findings"`
}

// Route is what a token called.
type Route struct {
	Method  *string `json:"method"` // null: it is no call of the REST API
	Route   string  `json:"route"`
	Calls   int     `json:"calls"`
	Refused int     `json:"refused"`
}

// New returns what a report holds of a classic token.
func New(c *audit.Classic, finding func(*audit.Finding) judged.Finding) Token {
	out := Token{
		Organization: format.Valid(c.Organization), CredentialID: format.IDOrNil(c.CredentialID), TokenID: format.IDOrNil(c.ID), Name: format.ValidOrNil(c.Note), Owner: format.ValidOrNil(c.Owner),
		Certain: c.Certain, ScopesKnown: c.ScopesKnown, AuthorizedAt: format.UTC(c.AuthorizedAt), LastUsedAt: format.UTC(c.LastUsedAt), ExpiresAt: format.UTC(c.ExpiresAt),
		Scopes: format.ValidTexts(c.Scopes), Sources: format.ValidTexts(c.Sources), Expired: c.Expired, Calls: c.Calls, Refused: c.Refused, LastCallAt: format.UTC(c.LastCallAt),
	}
	for _, r := range c.Routes {
		out.Routes = append(out.Routes, Route{format.ValidOrNil(r.Method), format.Valid(r.Route), r.Calls, r.Refused})
	}
	for i := range c.Findings {
		out.Findings = append(out.Findings, finding(&c.Findings[i]))
	}
	out.fill()
	return out
}

// Fill makes no list nil.
func Fill(list []Token) []Token {
	for i := range list {
		list[i].fill()
	}
	return format.NotNil(list)
}

func (t *Token) fill() {
	t.Scopes, t.Sources, t.Routes, t.Findings = format.NotNil(t.Scopes), format.NotNil(t.Sources), format.NotNil(t.Routes), format.NotNil(t.Findings)
}

// Check finds a severity that does not exist, and what contradicts itself.
func (t *Token) Check() error {
	for i := range t.Findings {
		if !slices.Contains(judged.Severities, t.Findings[i].Severity) {
			return fmt.Errorf("there is no severity %q", t.Findings[i].Severity)
		}
	}
	if t.Expired && (t.ExpiresAt == nil || len(t.Findings) > 0) {
		return errors.New("it has expired, but has findings, or no time at which it expired")
	}
	return nil
}

// Findings are those of each token.
func Findings(list []Token) [][]judged.Finding {
	out := make([][]judged.Finding, len(list))
	for i := range list {
		out[i] = list[i].Findings
	}
	return out
}

// Count counts tokens.
func Count(list []Token) *judged.ClassicCounts {
	out := &judged.ClassicCounts{Total: len(list)}
	for i := range list {
		out.Findings.Add(judged.CountFindings(list[i].Findings))
	}
	return out
}

// Label names a token in one line that is safe to show.
func (t *Token) Label() string {
	out := "classic token"
	if !t.Certain {
		out = "personal access token"
	}
	switch {
	case t.TokenID != nil:
		out += " " + strconv.FormatInt(*t.TokenID, 10)
	case t.CredentialID != nil:
		out += " with credential " + strconv.FormatInt(*t.CredentialID, 10)
	}
	if t.Name != nil {
		out += ` "` + diag.Printable(*t.Name) + `"`
	}
	if t.Owner != nil {
		out += " of " + diag.Printable(*t.Owner)
	}
	return out
}

// Place says where a token was seen, after its label, or is empty.
func (t *Token) Place() string {
	if t.Organization == "" {
		return ""
	}
	return " in " + diag.Printable(t.Organization)
}

// Identity is what tells a token from the others of its organization: its number, or else
// its owner and name. It may hold any text.
func (t *Token) Identity() string {
	switch {
	case t.TokenID != nil:
		return strconv.FormatInt(*t.TokenID, 10)
	case t.CredentialID != nil:
		return "credential " + strconv.FormatInt(*t.CredentialID, 10)
	}
	return format.OrEmpty(t.Owner) + "/" + format.OrEmpty(t.Name)
}
