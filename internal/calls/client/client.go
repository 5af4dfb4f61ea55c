package client

import "github.com/patctl/patctl/internal/calls/reading"

// Reader reads the words behind the name of a command, and what the command reads from
// its input as far as the text has it.
type Reader func(words []string, input string) Outcome

// Outcome is what the words of a command come to.
type Outcome struct {
	Calls   []reading.Call
	Unclear []string // what is known of calls that cannot be read
	Local   bool     // it calls nothing: its arguments are only text
	Foreign bool     // it is none of these commands, in spite of its name
}

// Of returns the reader of a command by its name; nil: there is none. remotes are
// those of the text that the command is in.
func Of(name string, remotes *Remotes) Reader {
	if name == "git" {
		return func(words []string, _ string) Outcome { return gitCommand(words, remotes) }
	}
	if read := readers[name]; read != nil {
		return read
	}
	if name == "go" {
		return func(words []string, _ string) Outcome { return goCommand(words, remotes.Private) }
	}
	return packageReader(name)
}

var readers = map[string]Reader{
	"curl": curlCommand, "gh": ghCommand, "wget": wgetCommand, "hub": hubCommand,
	"http": httpieCommand, "https": httpieCommand, "xh": httpieCommand, "xhs": httpieCommand,
	"svn": svnCommand,
}
