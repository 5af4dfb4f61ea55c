package audit

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/audit/classictoken"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// Classic is a classic token that GitHub or a log tells of. It is no subject: templates
// are for fine-grained tokens only.
type Classic struct {
	classictoken.Token
	Expired  bool
	Findings []Finding // of the rule classic-token
}

// classic returns the classic tokens of an organization.
func (j *judge) classic(o *github.Organization) []Classic {
	if j.used == nil {
		return nil
	}
	return j.judgeClassic(classictoken.Of(o, j.used.Log, j.used.Classic))
}

// judgeClassic adds the findings. A token that has expired can do nothing.
func (j *judge) judgeClassic(tokens []classictoken.Token) []Classic {
	out := make([]Classic, len(tokens))
	for i := range tokens {
		t := &out[i]
		t.Token = tokens[i]
		if t.Expired = t.ExpiresAt != nil && !t.ExpiresAt.After(j.asOf); t.Expired {
			continue
		}
		// What selects a subject selects a classic token by the same words.
		stand := Subject{Organization: t.Organization, Grant: pat.Grant{TokenID: t.ID, TokenName: t.Note, Owner: t.Owner}}
		stand.Findings = j.add(nil, classicToken, Finding{Message: t.message(), Range: j.organizationRange(t.Organization)})
		j.except(&stand)
		t.Findings = stand.Findings
	}
	return out
}

// message is that of the rule classic-token.
func (c *Classic) message() string {
	switch {
	case !c.Certain:
		return "GitHub lists this personal access token as authorized for single sign-on, but not as a fine-grained token. It may be a classic token, whose access no template limits."
	case len(c.Scopes) > 0:
		return fmt.Sprintf("This classic token has the scopes %s, for everything that its owner has access to. No template limits it.", strings.Join(c.Scopes, ", "))
	}
	return "This is a classic token. Its scopes apply to everything that its owner has access to, and no template limits it."
}
