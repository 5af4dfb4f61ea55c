// Package assertion has the key of a GitHub App, and reads the JSON web tokens that it signs.
// It knows nothing of what they are good for.
package assertion

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"sync"
	"time"
)

// Key makes the key of the App once in a process: no key is kept in a file.
var Key = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})

// PEM returns a private key in the form in which GitHub gives it to people.
func PEM(key *rsa.PrivateKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
}

// Claims are what a JSON web token of an App says. The issuer is the App's id,
// as a number or a string, or its client id.
//
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
type Claims struct {
	Issuer   any         `json:"iss"`
	IssuedAt json.Number `json:"iat"`
	Expires  json.Number `json:"exp"`
}

// Decode checks the signature of a token with two dots, and reads its claims.
func Decode(key *rsa.PublicKey, token string) (Claims, bool) {
	parts := strings.Split(token, ".")
	var header struct {
		Algorithm string `json:"alg"`
	}
	var c Claims
	if decodePart(parts[0], &header) != nil || header.Algorithm != "RS256" || decodePart(parts[1], &c) != nil {
		return Claims{}, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return Claims{}, false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return c, rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
}

// maxAge is how far in the future a token may end.
const maxAge = 10 * time.Minute

// Problem returns what is wrong with the claims at a time, as GitHub words it, or "". Whether the
// App exists is not its matter.
func (c Claims) Problem(now time.Time) string {
	issued, errIssued := c.IssuedAt.Int64()
	expires, errExpires := c.Expires.Int64()
	switch {
	case c.Issuer == nil:
		return "Missing 'issuer' claim ('iss') in assertion"
	case errIssued != nil || issued > now.Unix():
		return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
	case errExpires != nil || expires <= now.Unix():
		return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
	case expires > now.Add(maxAge).Unix():
		return "'Expiration time' claim ('exp') is too far in the future"
	}
	return ""
}

func decodePart(part string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}
