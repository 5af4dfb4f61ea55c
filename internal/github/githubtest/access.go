package githubtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// caller is who makes a call.
type caller struct {
	kind         CredentialKind // empty: nobody, or the App itself
	isApp        bool           // with a JSON web token
	account      string         // whose limit the call counts against
	organization *Organization  // of an installation token
	permissions  map[string]string
	scopes       []string // of a classic or an OAuth token
}

// refuse returns the answer to who may not make a call, or nil.
func (h *Handler) refuse(r *request, to route) *answer {
	if r.Header.Get("User-Agent") == "" {
		return errorAnswer(http.StatusForbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header", docRest)
	}
	who, a := h.identify(r, to)
	if a != nil {
		return a
	}
	r.caller = who
	if a := h.overLimit(r); a != nil && r.op.Path != "/rate_limit" {
		return a
	}
	if (r.op.Params["org"] != "" || r.op.Params["owner"] != "") && r.org == nil {
		return notFound()
	}
	switch to.audience {
	case theApp:
		return nil // identify lets nobody else pass
	case anInstallation:
		if who.kind != InstallationToken {
			return errorAnswer(http.StatusForbidden, "You must authenticate with an installation access token in order to list repositories for an installation.", docApps)
		}
	case anAppWithRights, aTokenWithRights:
		return who.lacks(r, to)
	}
	return nil
}

// identify finds who a credential represents.
func (h *Handler) identify(r *request, to route) (*caller, *answer) {
	header := r.Header.Get("Authorization")
	if header == "" {
		if to.audience == anyone {
			return &caller{account: nobody}, nil
		}
		return nil, errorAnswer(http.StatusUnauthorized, "Requires authentication", docRest)
	}
	token := secret(header)
	if strings.Count(token, ".") == 2 {
		return h.identifyApp(token)
	}
	if to.audience == theApp {
		return nil, errorAnswer(http.StatusUnauthorized, "A JSON web token could not be decoded", docRest)
	}
	return h.identifyToken(token)
}

// secret returns what follows the scheme.
func secret(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "token") {
		return strings.TrimSpace(token)
	}
	return ""
}

func (h *Handler) identifyToken(token string) (*caller, *answer) {
	bad := errorAnswer(http.StatusUnauthorized, "Bad credentials", docRest)
	c, ok := h.issued[token]
	for i := 0; !ok && i < len(h.world.Credentials); i++ {
		c, ok = h.world.Credentials[i], h.world.Credentials[i].Token == token
	}
	if !ok || h.expired[token] || !c.ExpiresAt.IsZero() && !h.now().Before(c.ExpiresAt) {
		return nil, bad
	}
	who := &caller{kind: c.Kind, account: "token " + c.Token, permissions: c.permissions(&h.world), scopes: c.Scopes}
	if c.Kind != InstallationToken {
		return who, nil
	}
	who.organization = h.organization(c.Organization)
	who.account = "installation of " + who.organization.Login
	if id, issued := h.through[token]; issued && (who.organization.Installation == nil || who.organization.Installation.ID != id) {
		return nil, bad
	}
	if i := who.organization.Installation; i != nil {
		if c.Permissions == nil {
			who.permissions = i.Permissions
		}
		if i.Suspended {
			return nil, suspended()
		}
	}
	return who, nil
}

func suspended() *answer {
	return errorAnswer(http.StatusForbidden, "This installation has been suspended", docApps)
}

// lacks returns the answer to a caller without the permission for a call.
//
// GitHub documents that only Apps may make these calls. How it words the refusal
// of classic and OAuth tokens it does not document; they are refused as the
// fine-grained ones are.
func (c *caller) lacks(r *request, to route) *answer {
	by := "integration"
	switch {
	case to.audience == aTokenWithRights && c.kind == FineGrainedToken && pat.Level(c.permissions[to.permission]).Includes(to.level):
		return nil
	case to.audience == aTokenWithRights && c.hasScope(to.scope):
		return nil
	case c.kind == ClassicToken, c.kind == FineGrainedToken, c.kind == OAuthToken:
		by = "personal access token"
	case c.isApp:
	case c.kind == InstallationToken && c.organization != r.org:
	case pat.Level(c.permissions[to.permission]).Includes(to.level):
		return nil
	}
	return errorAnswer(http.StatusForbidden, "Resource not accessible by "+by, docTokens)
}

// hasScope reports whether a classic or an OAuth token has a scope, or one that includes it.
func (c *caller) hasScope(scope string) bool {
	if scope == "" || c.kind != ClassicToken && c.kind != OAuthToken {
		return false
	}
	return slices.Contains(c.scopes, scope) || slices.Contains(c.scopes, strings.Replace(scope, "read:", "admin:", 1))
}

// sayAccepted puts into the header what the call accepts: permissions for tokens that have
// permissions, and scopes for those that have scopes.
func (c *caller) sayAccepted(to route, header http.Header) {
	accepted := to.accepted
	if to.permission != "" {
		accepted = to.permission + "=" + string(to.level)
	}
	switch c.kind {
	case InstallationToken, AppUserToken, FineGrainedToken:
		if accepted != "" {
			header.Set("X-Accepted-GitHub-Permissions", accepted)
		}
	case ClassicToken, OAuthToken:
		header.Set("X-OAuth-Scopes", strings.Join(c.scopes, ", "))
		header.Set("X-Accepted-OAuth-Scopes", to.scope)
	}
}

// accountName is how GitHub's messages name whose limit is used up.
func (r *request) accountName() string {
	switch {
	case r.caller == nil:
		return "user ID 1"
	case r.caller.organization != nil && r.caller.organization.Installation != nil:
		return "installation ID " + strconv.FormatInt(r.caller.organization.Installation.ID, 10)
	}
	return "user ID " + strconv.FormatInt(body.Number(r.caller.account), 10)
}
