package prefill

import (
	"bytes"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// maxStatements is how far behind a link its program may add to it, in bytes.
const maxStatements = 4 << 10

// What precedes the literal of a link: the variable that holds it, its type, and
// the call that makes an object of it. In Go, the call also returns an error, in a second variable.
var (
	holder   = lazyregexp.New(`([A-Za-z_]\w*)(?:[ \t]*,[ \t]*([A-Za-z_]\w*))?(?:[ \t]*:[ \t]*([A-Za-z][\w.<>]*))?\s*:?=\s*\(?\s*(new\s+[A-Z]\w*\(\s*|[\w.]*[Uu][Rr][LlIi]\w*(?:\.\w+)*\(\s*)?$`)
	branch   = lazyregexp.New(`^(?:default|else|try|finally)$`)
	declared = lazyregexp.New(`(?:^|[\n{};,(])[ \t]*(?:(?:abstract|const|declare|export|fileprivate|final|implicit|inline|internal|lazy|lateinit|let|mut|open|override|private|protected|public|pub|readonly|static|unowned|val|var|volatile|weak)[ \t]+)*(?:[A-Za-z_]\w*\.)*$`)
)

// maxHolder is how much before a link is looked at for its variable.
const maxHolder = 120

// heldBy returns the variable that holds what begins at start, or "", and
// whether it is an object made of it.
func heldBy(text []byte, start int) (name string, object bool) {
	before := bytes.TrimRight(text[max(0, start-maxHolder):start], " \t\r\n")
	if len(before) == 0 || before[len(before)-1] != '=' && before[len(before)-1] != '(' {
		return "", false
	}
	at := holder.FindSubmatchIndex(before)
	if at == nil {
		return "", false
	}
	group := func(i int) []byte { return before[max(at[2*i], 0):max(at[2*i+1], 0)] }
	first, second, kind, call := group(1), group(2), group(3), group(4)
	switch {
	case len(second) > 0 && (len(call) == 0 || bytes.HasPrefix(call, []byte("new"))):
		first = second
	case len(kind) > 0 && (branch.Match(first) || !declared.Match(before[:at[2]])): // default: url = ...
		first = kind[bytes.LastIndexByte(kind, '.')+1:]
	}
	return string(first), len(call) > 0
}

// beforeLiteral returns where the literal begins that holds the link as a
// whole, with the letters before its quotation mark, or -1.
func (s *scanner) beforeLiteral() int {
	i := s.start - 1
	if i < 0 || s.opener.quote == 0 || s.text[i] != s.opener.quote {
		return -1
	}
	for i > 0 && i > s.start-4 && bytes.IndexByte([]byte("rfub@$"), s.text[i-1]) >= 0 {
		i--
	}
	return i
}

// statements reads what other statements add to the link, where a variable
// holds it: url += "&contents=read", url.searchParams.set("contents", "read").
func (s *scanner) statements() {
	i := s.beforeLiteral()
	if i < 0 || s.depth > 0 || s.open {
		return
	}
	name, object := heldBy(s.text, i)
	switch s.holder = name; {
	case name == "":
		return
	case object:
		s.holder = ""
		s.members(name)
		return
	}
	end := s.end()
	for s.appended([]byte(name)) {
		s.split = end
	}
}

// appended goes on where the variable is appended to, and reports whether it was.
func (s *scanner) appended(name []byte) bool {
	window := s.text[:min(len(s.text), s.pos+maxStatements)]
	for i := s.pos; i < len(window) && len(s.chars) < maxChars; {
		next := bytes.Index(window[i:], name)
		if next < 0 {
			return false
		}
		start := i + next
		i = start + len(name)
		if start > 0 && isWord(window[start-1]) || i < len(window) && isWord(window[i]) {
			continue
		}
		m := appending.FindIndex(window[i:])
		if m != nil {
			s.append(i + m[1])
			return true
		}
		if m := assignment.FindSubmatchIndex(window[i:]); m != nil && s.text[max(0, start-1)] != '.' {
			return s.itself(name, i+m[2])
		}
	}
	return false
}

var (
	appending  = lazyregexp.New(`^\s*(?:\+=|\.=|<<)\s*[rfub]{0,2}`)
	assignment = lazyregexp.New(`^\s*=\s*()[^=>~]`)
	itself     = lazyregexp.New("^[rfub]{0,2}([\"'`]?)(?:\\$?\\{|\\$)?")
)

// append reads what is appended at i: a literal, or an expression.
func (s *scanner) append(i int) {
	s.closed = false
	if i < len(s.text) && bytes.IndexByte([]byte("\"'`"), s.text[i]) >= 0 {
		s.enter(s.text[i], i+1)
		s.literal()
		return
	}
	s.pos = i
	if end := operandEnd(s.text, i, true); end > 0 {
		s.add(placeholder, end)
		return
	}
	s.unreadAt(i)
}

// itself goes on where the variable is assigned itself with more behind it. Any
// other value ends what is known of it.
func (s *scanner) itself(name []byte, i int) bool {
	m := itself.FindSubmatchIndex(s.text[i:min(len(s.text), i+8)])
	at := i + m[1]
	if !bytes.HasPrefix(s.text[at:], name) {
		return false
	}
	at += len(name)
	s.closed = false
	if m[2] == m[3] { // url = url + "..."
		s.pos, s.closed = at-1, true
		s.opener.quote = s.text[at-1]
		if !s.joinLiteral() {
			s.pos = at
			return true
		}
		s.literal()
		return true
	}
	if at < len(s.text) && s.text[at] == '}' {
		at++
	}
	s.enter(s.text[i+m[2]], at)
	s.literal()
	return true
}

// literal reads to the end of the literal that was entered.
func (s *scanner) literal() {
	for len(s.chars) < maxChars && (s.fill() || s.take() || s.join()) {
	}
}

func (s *scanner) unreadAt(i int) {
	if s.unread == "" {
		s.unread = oneLine(string(s.text[i:min(len(s.text), i+lineEnd(s.gap(i)))]))
	}
}

// ofObject are the members of an object that hold its query.
var ofObject = lazyregexp.New(`^\.(?:searchParams|RawQuery|Query|query|search)\b`)

// members reads what the members of an object that is made of the address add
// to it, and those of an object that is made of its query.
func (s *scanner) members(name string) {
	stated, found := s.program.later(name, s.pos)
	mentioned := false
	s.program.mentions(name, s.pos, func(start, end int) bool {
		if !ofObject.Match(s.gap(end)) {
			return true
		}
		mentioned = true
		if of, _ := heldBy(s.text, start); of != "" && of != name {
			more, ok := s.program.later(of, end)
			stated.list, found = append(stated.list, more.list...), found || ok
			stated.whole = stated.whole && more.whole
		}
		return true
	})
	s.later.list = append(s.later.list, once(stated.list)...)
	if mentioned && len(stated.list) == 0 || found && !stated.whole {
		s.unread = name
	}
}
