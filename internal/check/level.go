package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// levelsExist: each permission has levels of its own.
func levelsExist(r *run, t *template) {
	for name, level := range t.Permissions {
		p, ok := r.Catalog.Permission(name)
		if !ok || !p.Status.Usable() || levelFits(r.Catalog, p, level) {
			continue
		}
		r.error(t, t.permissionRange(name), "unsupported-level", "Unsupported level",
			fmt.Sprintf("The permission %q does not have the access level %q. It has %s.", name, level, OnlyOrAll(p.Levels))+levelAdvice(string(level), p))
	}
}

// levelFits reports whether the form offers the permission at the level. An
// alias is also right with the levels of the name to write.
func levelFits(c *catalog.Catalog, p catalog.Permission, level pat.Level) bool {
	if p.Status == catalog.Alias {
		if right, ok := c.Permission(p.Instead); ok && right.HasLevel(level) {
			return true
		}
	}
	return p.HasLevel(level)
}

// OnlyOrAll lists the levels of a permission: only "read", or all of them.
func OnlyOrAll(levels []pat.Level) string {
	if len(levels) == 1 {
		return fmt.Sprintf("only %q", levels[0])
	}
	return quoted(levels, "and")
}

// levelWords are other ways to write a level.
var levelWords = map[string]pat.Level{
	"r": pat.Read, "readonly": pat.Read, "read-only": pat.Read, "read_only": pat.Read,
	"w": pat.Write, "rw": pat.Write, "read-write": pat.Write, "read_write": pat.Write, "read/write": pat.Write,
	"readwrite": pat.Write, "read and write": pat.Write,
}

// PlainLevel returns the level that a word means, or the word in lower case.
func PlainLevel(word string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	if level, ok := levelWords[word]; ok {
		return string(level)
	}
	return word
}

// levelAdvice says what to write instead, where that can be told.
func levelAdvice(level string, p catalog.Permission) string {
	word := PlainLevel(level)
	switch word {
	case "", "none", "no", "false", "off":
		return " To grant no access, remove the permission."
	case "full", "true", "all", "yes", "on":
		return "" // more may be meant than any level grants, or less
	}
	if l := pat.Level(word); p.HasLevel(l) {
		return fmt.Sprintf(" Did you mean %q?", l)
	}
	names := make([]string, len(p.Levels))
	for i, l := range p.Levels {
		names[i] = string(l)
	}
	return diag.DidYouMean(word, names)
}
