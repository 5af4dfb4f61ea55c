package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Hashes identify what a plan was made of, so that it can be told whether it
// is still the same. Each is a SHA-256 in hexadecimal digits.

// HashConfiguration covers the text of the configuration's files, what its
// templates came to, and the values given for variables, wherever they came
// from. What a policy reads from other files is not in it, nor is what is
// sensitive: a hash of a short secret gives it away.
func HashConfiguration(cfg *hcl.Configuration) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(cfg.Sources)) {
		if cfg.Inputs[name] {
			continue // the value counts, not where it was written
		}
		add(h, name)
		add(h, string(withoutSecrets(cfg, name)))
	}
	for _, g := range cfg.Given {
		add(h, g.Name)
		if !g.Sensitive {
			add(h, string(g.Value))
		}
	}
	add(h, cfg.Host)
	add(h, HashTemplates(TemplatesOf(cfg)))
	return sum(h)
}

// withoutSecrets is the text of a file without its sensitive places.
func withoutSecrets(cfg *hcl.Configuration, name string) []byte {
	src := slices.Clone(cfg.Sources[name])
	for _, at := range cfg.Secrets {
		if at.Filename != name {
			continue
		}
		from := min(max(at.Start.Byte, 0), len(src))
		clear(src[from:max(from, min(at.End.Byte, len(src)))])
	}
	return bytes.ReplaceAll(src, []byte{0}, nil) // nor their length
}

// HashTemplates covers templates, whatever their order and that of their lists.
func HashTemplates(templates []pat.Template) string {
	m := byAddress(templates)
	h := sha256.New()
	for _, address := range slices.Sorted(maps.Keys(m)) {
		add(h, address)
		values := attributes(m[address])
		for i := range values {
			values[i] = asSet(values[i])
		}
		addJSON(h, values)
	}
	return sum(h)
}

// HashCatalog covers the permissions of a catalog.
func HashCatalog(c *catalog.Catalog) string {
	h := sha256.New()
	addJSON(h, c.Permissions())
	return sum(h)
}

// HashSnapshot covers everything that was read of the organizations.
func HashSnapshot(s *github.Snapshot) string {
	h := sha256.New()
	if err := s.Encode(h, ""); err != nil {
		panic(fmt.Sprintf("encode a snapshot: %v", err)) // a hash takes everything
	}
	return sum(h)
}

// add writes text with its length, so that no two lists of texts look the same.
func add(h hash.Hash, text string) {
	_, _ = fmt.Fprintf(h, "%d:%s", len(text), text) // a hash takes everything
}

func addJSON(h hash.Hash, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	add(h, string(text))
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
