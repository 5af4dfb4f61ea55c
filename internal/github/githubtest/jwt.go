package githubtest

import (
	"net/http"
	"strconv"

	"github.com/patctl/patctl/internal/github/githubtest/assertion"
)

// AppPEM returns the private key of the World's App in the form in which GitHub
// gives it to people.
func (h *Handler) AppPEM() []byte { return assertion.PEM(h.key) }

func (h *Handler) identifyApp(token string) (*caller, *answer) {
	c, ok := assertion.Decode(&h.key.PublicKey, token)
	if !ok {
		return nil, errorAnswer(http.StatusUnauthorized, "A JSON web token could not be decoded", docRest)
	}
	if problem := c.Problem(h.now()); problem != "" {
		return nil, errorAnswer(http.StatusUnauthorized, problem, docRest)
	}
	if !h.world.App.issues(c.Issuer) {
		return nil, errorAnswer(http.StatusNotFound, "Integration not found", docRest)
	}
	return &caller{isApp: true, account: "App"}, nil
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
