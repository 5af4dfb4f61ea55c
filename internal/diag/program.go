package diag

import (
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Program is the program as its user calls it. The zero value is patctl itself.
type Program struct {
	name     string
	commands map[string]bool
}

// NewProgram returns a program that is called by another name, such as "gh patctl",
// and has these commands.
func NewProgram(name string, commands []string) Program {
	p := Program{name, map[string]bool{"COMMAND": true}}
	for _, command := range commands {
		p.commands[command] = true
	}
	return p
}

// Name returns what the user types to run the program.
func (p Program) Name() string {
	if p.name == "" {
		return "patctl"
	}
	return p.name
}

// call is what may be a command to run, up to its first word, which may be a flag.
var call = lazyregexp.New(`(?:gh )?patctl ([\w-]+)`)

// Say returns a sentence of patctl with its commands as the user calls them: "run:
// patctl plan" becomes "run: gh patctl plan". The name of patctl alone stays. What
// is in double quotes stays, too, because that is how sentences quote text of users.
func (p Program) Say(sentence string) string {
	if p.name == "" || !strings.Contains(sentence, "patctl ") {
		return sentence
	}
	var b strings.Builder
	done := 0
	for _, m := range call.FindAllStringSubmatchIndex(sentence, -1) {
		if p.isCall(sentence[:m[0]], sentence[m[2]:m[3]], sentence[m[1]:]) {
			b.WriteString(sentence[done:m[0]] + p.name + " " + sentence[m[2]:m[3]])
			done = m[1]
		}
	}
	return b.String() + sentence[done:]
}

// isCall reports whether a word that follows the name of patctl is one of its
// commands or flags, and not a part of a path or of a quoted text.
func (p Program) isCall(before, word, after string) bool {
	if before != "" && !strings.ContainsAny(before[len(before)-1:], " \n(`") {
		return false
	}
	if strings.HasPrefix(word, "-") {
		return true
	}
	after = strings.TrimPrefix(after, ".")
	return p.commands[word] && (after == "" || strings.ContainsAny(after[:1], " \n)`,:;"))
}
