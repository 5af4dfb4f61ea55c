package githubtest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// appKey makes the key of the App once in a process: no key is kept in a file.
var appKey = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})

// AppPEM returns the private key of the World's App in the form in which GitHub
// gives it to people.
func (h *Handler) AppPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(h.key)})
}

// maxTokenAge is how far in the future a JSON web token may end.
const maxTokenAge = 10 * time.Minute

// claims are what a JSON web token of an App says. The issuer is the App's id,
// as a number or a string, or its client id.
//
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
type claims struct {
	Issuer   any         `json:"iss"`
	IssuedAt json.Number `json:"iat"`
	Expires  json.Number `json:"exp"`
}

func (h *Handler) identifyApp(token string) (*caller, *answer) {
	c, ok := h.decodeToken(token)
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

// decodeToken checks the signature and reads the claims.
func (h *Handler) decodeToken(token string) (claims, bool) {
	parts := strings.Split(token, ".")
	var header struct {
		Algorithm string `json:"alg"`
	}
	var c claims
	if decodePart(parts[0], &header) != nil || header.Algorithm != "RS256" || decodePart(parts[1], &c) != nil {
		return claims{}, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return claims{}, false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return c, rsa.VerifyPKCS1v15(&h.key.PublicKey, crypto.SHA256, sum[:], signature) == nil
}

func decodePart(part string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
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
