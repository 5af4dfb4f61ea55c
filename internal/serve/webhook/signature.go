package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/patctl/patctl/internal/github/credential"
)

// The header that GitHub signs deliveries in, and what its value begins with.
const (
	SignatureHeader = "X-Hub-Signature-256"
	signaturePrefix = "sha256="
)

// Sign returns the value of SignatureHeader for a body.
func Sign(secret credential.Secret, body []byte) string {
	return signaturePrefix + hex.EncodeToString(sum(secret, body))
}

func sum(secret credential.Secret, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write(body)
	return mac.Sum(nil)
}

// presented returns the signature of a delivery, if it has one and its form is right.
func presented(header http.Header) ([]byte, bool) {
	values := header.Values(SignatureHeader)
	if len(values) != 1 {
		return nil, false
	}
	digits, ok := strings.CutPrefix(values[0], signaturePrefix)
	if !ok || len(digits) != hex.EncodedLen(sha256.Size) {
		return nil, false
	}
	signature, err := hex.DecodeString(digits)
	return signature, err == nil
}

// signed reports whether a signature is that of one of the secrets. It takes the same time for
// all signatures.
func signed(secrets []credential.Secret, body, signature []byte) bool {
	match := 0
	for _, s := range secrets {
		match |= subtle.ConstantTimeCompare(sum(s, body), signature)
	}
	return match == 1
}
