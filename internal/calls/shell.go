package calls

import (
	"regexp"
	"strings"
)

// substituted stands for the output of a command within a word.
const substituted = "{output}"

// makeVariable is $(NAME): in a Makefile a variable, and in a shell the output of
// a command without arguments, which makes no call that is known here.
var makeVariable = regexp.MustCompile(`^\$\(\w+\)`)

// simpleCommands splits a line of a shell into commands, and those into words
// without their quotation marks. A command within a word is one of its own. Variables
// stay as they are written.
func simpleCommands(text string) [][]string {
	s := splitter{text: text}
	s.commands(0)
	return s.found
}

// splitter goes through a text once.
type splitter struct {
	text  string
	at    int
	found [][]string
}

// maxNested is how deep commands are looked for in commands.
const maxNested = 20

// commands reads to the end of the text, or to the bracket that closes what was
// opened before it, where it is nested.
func (s *splitter) commands(depth int) {
	var c command
	for s.at < len(s.text) {
		ch := s.text[s.at]
		switch {
		case ch == ')' && depth > 0:
			s.found = c.end(s.found)
			return
		case strings.IndexByte(";|&()\n`", ch) >= 0:
			s.at++
			s.found = c.end(s.found)
		case ch == ' ' || ch == '\t' || ch == '\r':
			s.at++
			c.endWord()
		case ch == '#' && !c.inWord:
			s.skipComment()
		default:
			s.part(&c, depth)
		}
	}
	s.found = c.end(s.found)
}

func (s *splitter) skipComment() {
	if end := strings.IndexByte(s.text[s.at:], '\n'); end >= 0 {
		s.at += end
		return
	}
	s.at = len(s.text)
}

// part reads what belongs to a word: a quotation, a nested command, or a character.
func (s *splitter) part(c *command, depth int) {
	switch ch := s.text[s.at]; {
	case ch == '\'':
		s.at++
		end := strings.IndexByte(s.text[s.at:], '\'')
		if end < 0 {
			end = len(s.text) - s.at
		}
		c.add(s.text[s.at : s.at+end])
		s.at = min(s.at+end+1, len(s.text))
	case ch == '"':
		s.at++
		c.add("")
		s.quoted(c, depth)
	case ch == '\\' && s.at+1 < len(s.text):
		c.add(s.text[s.at+1 : s.at+2])
		s.at += 2
	default:
		s.character(c, depth)
	}
}

// quoted reads to the end of a quotation in which variables and commands count.
func (s *splitter) quoted(c *command, depth int) {
	for s.at < len(s.text) {
		switch ch := s.text[s.at]; {
		case ch == '"':
			s.at++
			return
		case ch == '\\' && s.at+1 < len(s.text):
			if strings.IndexByte("\"\\$`\n", s.text[s.at+1]) < 0 {
				c.add(`\`)
			}
			c.add(s.text[s.at+1 : s.at+2])
			s.at += 2
		default:
			s.character(c, depth)
		}
	}
}

// character reads one character, or what a dollar sign begins.
func (s *splitter) character(c *command, depth int) {
	rest := s.text[s.at:]
	switch {
	case strings.HasPrefix(rest, "$((") || depth >= maxNested:
		c.add(rest[:1])
		s.at++
	case makeVariable.MatchString(rest):
		c.add(makeVariable.FindString(rest))
		s.at += len(makeVariable.FindString(rest))
	case strings.HasPrefix(rest, "$("):
		c.add(substituted)
		s.at += len("$(")
		s.commands(depth + 1)
		s.at++ // the closing bracket
	case strings.HasPrefix(rest, "${"):
		s.braces(c, rest)
	default:
		c.add(rest[:1])
		s.at++
	}
}

// braces reads ${NAME}, or an expression of a workflow with its spaces.
func (s *splitter) braces(c *command, rest string) {
	end, closing := strings.IndexByte(rest, '}'), 1
	if strings.HasPrefix(rest, "${{") {
		end, closing = strings.Index(rest, "}}"), 2
	}
	if end < 0 {
		c.add("${")
		s.at += len("${")
		return
	}
	c.add(rest[:end+closing])
	s.at += end + closing
}

// command gathers words.
type command struct {
	words  []string
	word   strings.Builder
	inWord bool
}

func (c *command) add(text string) {
	c.inWord = true
	c.word.WriteString(text)
}

func (c *command) endWord() {
	if c.inWord {
		c.words = append(c.words, c.word.String())
		c.word.Reset()
		c.inWord = false
	}
}

// end adds the command to those found, and begins the next.
func (c *command) end(found [][]string) [][]string {
	c.endWord()
	if len(c.words) > 0 {
		found = append(found, c.words)
	}
	c.words = nil
	return found
}
