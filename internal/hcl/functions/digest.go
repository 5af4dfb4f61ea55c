package functions

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"

	"github.com/zclconf/go-cty/cty/function"
)

func md5Sum(b []byte) []byte    { sum := md5.Sum(b); return sum[:] }
func sha1Sum(b []byte) []byte   { sum := sha1.Sum(b); return sum[:] }
func sha256Sum(b []byte) []byte { sum := sha256.Sum256(b); return sum[:] }
func sha512Sum(b []byte) []byte { sum := sha512.Sum512(b); return sum[:] }

// digest is a hash of a text, for names that change with it. None protects a secret.
func digest(sum func([]byte) []byte, encode func([]byte) string) function.Function {
	return stringFunc(func(s string) (string, error) { return encode(sum([]byte(s))), nil })
}
