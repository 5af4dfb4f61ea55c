package plan

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/patctl/patctl/internal/hcl"
)

// secretRounds makes it slow to try short secrets against a saved plan.
//
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const secretRounds = 600_000

// Variable is a value that a plan keeps, or of a sensitive one its hash.
type Variable struct {
	Name      string
	Sensitive bool
	Value     []byte // JSON; nil: sensitive
	Hash      string // "": not sensitive, or not to be kept
}

// Variables returns what a plan keeps of the values that were given. The salt
// of a hash is the configuration's: the same input gives the same plan.
//
// Only a plan that is saved for its owner needs hashes: what is printed may be
// read by anybody, who could guess a short secret by its hash.
func Variables(cfg *hcl.Configuration, withHashes bool) []Variable {
	out := make([]Variable, 0, len(cfg.Given))
	configuration := ""
	for _, g := range cfg.Given {
		v := Variable{Name: g.Name, Sensitive: g.Sensitive}
		switch {
		case !g.Sensitive:
			v.Value = g.Value
		case withHashes:
			if configuration == "" {
				configuration = HashConfiguration(cfg)
			}
			v.Hash = hashSecret(configuration+" "+g.Name, g.Value)
		}
		out = append(out, v)
	}
	return out
}

func hashSecret(salt string, value []byte) string {
	key, err := pbkdf2.Key(sha256.New, string(value), []byte(salt), secretRounds, sha256.Size)
	if err != nil {
		panic(fmt.Sprintf("hash a value: %v", err)) // only a too short key or salt in FIPS mode
	}
	return hex.EncodeToString(key)
}
