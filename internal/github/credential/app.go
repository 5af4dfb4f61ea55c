package credential

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"time"
)

// appKey is the private key of a GitHub App.
type appKey struct {
	id           string
	key          *rsa.PrivateKey
	pem          Secret
	installation int64 // 0: looked up for each organization
}

// parseKey reads the file that GitHub gives for an App's key. The error is the
// rest of a sentence, without anything of the key.
func parseKey(data []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("does not contain a private key in PEM format, which begins with -----BEGIN RSA PRIVATE KEY-----")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return nil, errors.New("does not contain a readable RSA private key, such as GitHub generates for Apps")
	}
	return key, nil
}

// Assertion is the signed statement by which an App is known.
func (a *appKey) Assertion(now time.Time) (Secret, error) {
	claims, err := json.Marshal(map[string]any{
		"iat": now.Add(-assertionBackdate).Unix(),
		"exp": now.Add(assertionLifetime).Unix(),
		"iss": a.id,
	})
	if err != nil {
		return Secret{}, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, a.key, crypto.SHA256, digest[:])
	if err != nil {
		return Secret{}, fmt.Errorf("sign with the key of App %s: %w", a.id, err)
	}
	return NewSecret(signed + "." + encode(signature)), nil
}

const assertionBackdate = time.Minute

const assertionLifetime = 9 * time.Minute
