package program

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// readShell reads a line of a shell.
func readShell(line string) reading.Reading {
	var r reading.Reading
	words := strings.Fields(strings.ReplaceAll(line, "'", " "))
	for i, word := range words {
		rest := append(words[i+1:], "", "")
		switch word {
		case "gh":
			r.Unclear = append(r.Unclear, reading.Unclear{Line: 1, Column: 1, Call: ghName(rest)})
			return r
		case "git":
			if name := map[string]string{"push": "git push", "clone": "git fetch", "fetch": "git fetch", "pull": "git fetch"}[rest[0]]; name != "" {
				r.Unclear = append(r.Unclear, reading.Unclear{Line: 1, Column: 1, Call: name})
				return r
			}
		case "curl", "wget":
			if Speaks(line) {
				r.Unclear = append(r.Unclear, reading.Unclear{Line: 1, Column: 1, Call: reading.Unreadable})
				return r
			}
		}
	}
	return r
}

// ghName is the name of a command of gh.
func ghName(words []string) string {
	name := "gh"
	for _, word := range words[:2] {
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-") != "" || strings.HasPrefix(word, "-") || word == "" {
			break
		}
		if name += " " + word; word == "api" {
			break
		}
	}
	if name == "gh" {
		return reading.Unreadable
	}
	return name
}
