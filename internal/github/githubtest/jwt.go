package githubtest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/assertion"
)

// AppPEM returns the private key of the World's App in the form in which GitHub
// gives it to people.
func (h *Handler) AppPEM() []byte { return assertion.PEM(h.key) }

// maxTokenAge is how far in the future a JSON web token may end.
const maxTokenAge = 10 * time.Minute

func (h *Handler) identifyApp(token string) (*caller, *answer) {
	c, ok := assertion.Decode(&h.key.PublicKey, token)
	if !ok {
		return nil, unauthorized("A JSON web token could not be decoded")
	}
	issued, errIssued := c.IssuedAt.Int64()
	expires, errExpires := c.Expires.Int64()
	now := h.now()
	switch {
	case c.Issuer == nil:
		return nil, unauthorized("Missing 'issuer' claim ('iss') in assertion")
	case errIssued != nil || issued > now.Unix():
		return nil, unauthorized("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	case errExpires != nil || expires <= now.Unix():
		return nil, unauthorized("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case expires > now.Add(maxTokenAge).Unix():
		return nil, unauthorized("'Expiration time' claim ('exp') is too far in the future")
	case !h.world.App.issues(c.Issuer):
		return nil, errorAnswer(http.StatusNotFound, "Integration not found", docRest)
	}
	return &caller{isApp: true, account: "App"}, nil
}

func unauthorized(message string) *answer {
	return errorAnswer(http.StatusUnauthorized, message, docRest)
}

// issues reports whether a token's issuer is the App.
func (a *App) issues(issuer any) bool {
	if a == nil {
		return false
	}
	switch v := issuer.(type) {
	case float64:
		return v == float64(a.ID)
	case string:
		return v == strconv.FormatInt(a.ID, 10) || v == a.clientID()
	}
	return false
}

func (a *App) clientID() string { return "Iv1." + strconv.FormatInt(0x0c70000000000000+a.ID, 16) }
