package plan

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// level is a part of an address: of module.ci["x"].template.reader they are
// module.ci["x"] and the whole.
type level struct {
	block    string // without the key at its end
	key      string // ["x"], or ""
	template bool
}

// levels takes an address apart, outermost level first. One that is malformed
// has the levels that could be read.
func levels(address string) []level {
	var out []level
	for at := 0; at < len(address); {
		kind, size := step(address[at:])
		if size == 0 {
			return out
		}
		block := at + size
		end := block + keySize(address[block:])
		out = append(out, level{address[:block], address[block:end], kind == "template"})
		at = end + 1 // the dot
	}
	return out
}

// step reads KIND.NAME at the start of s.
func step(s string) (kind string, size int) {
	kind, rest, ok := strings.Cut(s, ".")
	if !ok || rest == "" {
		return "", 0
	}
	name := strings.IndexAny(rest, ".[")
	if name < 0 {
		name = len(rest)
	}
	return kind, len(kind) + 1 + name
}

// keySize is the length of a key such as ["api"] at the start of s.
func keySize(s string) int {
	if !strings.HasPrefix(s, `["`) {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], `"]`):
			return i + 2
		}
	}
	return len(s)
}

// why says what happened to the template that was at an address: which is the
// outermost thing above it that is gone.
func why(address string, templates map[string]*pat.Template, declared map[string]bool) string {
	if declared == nil {
		return ""
	}
	for _, l := range levels(address) {
		switch {
		case !declared[l.block]:
			return l.block + " is not in the configuration"
		case !l.template && !declared[l.block+l.key]:
			return l.block + l.key + " is not in the configuration"
		case !l.template:
			continue
		case l.key == "":
			return l.block + " now has a for_each"
		case templates[l.block] != nil:
			return l.block + " no longer has a for_each"
		}
		return fmt.Sprintf("key %s is not in for_each map", l.key)
	}
	return ""
}
