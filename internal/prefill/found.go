package prefill

import (
	"bytes"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Found is a link to the form in a text.
type Found struct {
	// URL is the link as a browser gets it: what its surroundings encode is
	// decoded. Parts that are filled in later are as in the text.
	URL        string
	Start, End Place
	Parameters []FoundParameter // in the order of the link; never empty
	// Open says that parts of the link are filled in later, by a program or by
	// the reader, so that it equals no other link.
	Open bool
	// More says that what is filled in may be whole parameters, so that nothing
	// follows from those that are not there.
	More bool
	// Unread is an expression of a program that may add parameters and that could
	// not be read, in one line, or "". What the link asks for is not known then.
	Unread string
	// Classic says that the link opens the form for classic tokens, which have
	// scopes instead of permissions.
	Classic bool
	// Wrapped says that the link is broken over lines in a way that most programs
	// do not follow.
	Wrapped bool

	text    []byte
	program *program
	chars   []char // of the whole link
	path    int    // how many of chars are before the query
	outside string // what the link leaves out: its scheme, or the host too
	depth   int
	quoted  bool   // it is in a literal
	markup  bool   // it is in a document
	later   pairs  // what the program adds to the address afterwards
	unread  string // what the scanner could not read
}

// FoundParameter is a parameter of a link in a text, decoded where that is possible.
type FoundParameter struct {
	Name, Value string
	// Open says that the value, or a part of it, is filled in later. Value then
	// stands as in the text.
	Open bool

	from, equals, to int  // in chars; equals is to where there is no equals sign
	built            bool // stated apart from the address, where nothing is replaced
}

// String returns the parameter as NAME=VALUE, decoded, or as NAME where it has no
// equals sign.
func (p FoundParameter) String() string {
	if p.equals == p.to && !p.built {
		return p.Name
	}
	return p.Name + "=" + p.Value
}

// newFound takes the link apart. It returns nil where it has no parameters that
// could be read.
func newFound(h *head, s *scanner) *Found {
	f := &Found{
		Classic: h.word == classicWord, Wrapped: s.wrapped, More: s.open, Open: s.open || h.open, text: s.text, program: s.program, depth: s.depth, outside: h.outside,
		chars: append(h.chars[:len(h.chars):len(h.chars)], s.chars...), path: len(h.chars), later: s.later, unread: s.unread, quoted: s.opener.quote != 0, markup: s.entities,
	}
	f.split()
	if len(f.Parameters) == 0 && f.Unread == "" {
		return nil
	}
	return f
}

// split finds the parameters.
func (f *Found) split() {
	f.Unread = f.unread
	query := f.index('?', f.path, len(f.chars))
	end := f.index('#', query, len(f.chars))
	if i := f.index(placeholder, f.path, query); i < query {
		f.expand(i, query) // the program may put the question mark there
	}
	for from := query + 1; from < end; {
		to := f.index('&', from, end)
		f.parameter(from, to)
		from = to + 1
	}
	f.add(f.later)
	if f.Unread != "" {
		f.Open, f.More = true, true
	}
	f.URL = f.outside + f.shown(0, len(f.chars))
}

// expand takes what the program fills in between from and to for parameters,
// and adds those that it states elsewhere.
func (f *Found) expand(from, to int) {
	f.Open, f.More = true, true
	for i, c := range f.chars[from:to] {
		if c.b != placeholder {
			f.cannotRead(from, to)
			return
		}
		if f.isBlank(c) {
			continue
		}
		stated := f.program.stated(innerExpression(f.text[c.start:c.end]), int(c.start))
		f.add(stated)
		if !stated.whole {
			f.cannotRead(from+i, from+i+1)
		}
	}
}

// isBlank reports whether a part is one that the reader of a document fills in,
// as in new?{parameters}, rather than a program.
func (f *Found) isBlank(c char) bool {
	part := f.text[c.start:c.end]
	return !f.quoted && (f.markup || part[0] == '{' && !hasAt(part, 0, "{{") && !hasAt(part, 0, "{%") || part[0] == '<' && !hasAt(part, 0, "<%") && !hasAt(part, 0, "<?"))
}

// wrappings are what stands around an expression that is filled in.
var wrappings = []struct{ open, shut string }{
	{"${{", "}}"}, {"{{", "}}"}, {"${", "}"}, {"#{", "}"}, {"{%", "%}"}, {"<%=", "%>"}, {"<%", "%>"}, {"<?=", "?>"}, {"<?", "?>"},
	{"$(", ")"}, {`\(`, ")"}, {"{", "}"},
}

// innerExpression takes off what stands around an expression that is filled in,
// or the end of the literal and the operator before it.
func innerExpression(part []byte) []byte {
	if strings.IndexByte("\"'`", part[0]) >= 0 {
		return bytes.TrimLeft(part[1:], " \t\r\n+.~<>")
	}
	for _, w := range wrappings {
		inner, opens := bytes.CutPrefix(part, []byte(w.open))
		if inner, shuts := bytes.CutSuffix(inner, []byte(w.shut)); opens && shuts {
			return inner
		}
	}
	return bytes.TrimLeft(part, " \t\r\n+.~<>")
}

// add adds parameters that are stated apart from the address.
func (f *Found) add(stated pairs) {
	for _, p := range stated.list {
		f.Open, f.More = true, true
		f.Parameters = append(f.Parameters, FoundParameter{Name: p.name, Value: p.value, Open: p.open, built: true})
	}
}

// maxUnread is how many bytes of an expression are shown.
const maxUnread = 80

// cannotRead notes the first part of the link that could not be read.
func (f *Found) cannotRead(from, to int) {
	if f.Unread != "" {
		return
	}
	f.Unread = oneLine(f.shown(from, to))
}

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxUnread {
		text = strings.ToValidUTF8(text[:maxUnread], "") + "..."
	}
	return text
}

// host returns the host in lower case, without a port that its scheme takes anyway.
func (f *Found) host() string {
	_, host, _ := strings.Cut(f.outside+f.shown(0, f.path), "//")
	host, _, _ = strings.Cut(host, "/")
	return strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80"))
}

// index returns where c first is between from and to, or to.
func (f *Found) index(c byte, from, to int) int {
	for i := from; i < to; i++ {
		if f.chars[i].b == c {
			return i
		}
	}
	return to
}

// readerWords are placeholders that the reader is to replace.
var readerWords = lazyregexp.New(`^(?:\.\.\.|…|[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|\[[A-Za-z _-]+\]|(?i:your)[-_][\w-]+|x{3,}|X{3,})$`)

// parameter adds the one between from and to, unless it is empty or its very
// name is filled in later.
func (f *Found) parameter(from, to int) {
	p := FoundParameter{from: from, equals: f.index('=', from, to), to: to}
	if f.index(placeholder, from, p.equals) < p.equals {
		f.expand(from, to)
		return
	}
	if from == to {
		return
	}
	if i := f.index(placeholder, p.equals, to); i < to && (f.isLevel(p.equals+1, i) || f.isLifetime(from, p.equals, i)) {
		f.parameter(from, i) // the value is complete, so that more parameters follow
		f.expand(i, to)
		return
	}
	read := decode(f.raw(from, to))
	p.Name, p.Value = read.Name, read.Value
	if f.index(placeholder, p.equals, to) < to {
		p.Open, p.Value = true, f.shown(min(p.equals+1, to), to)
	}
	switch p.Name {
	case paramName, paramDescription, paramTargetName, paramExpiresIn:
		p.Open = p.Open || p.Name != paramName && p.Name != paramDescription && readerWords.MatchString(p.Value)
	case "...", "…":
		f.Open, f.More = true, true
		return
	}
	f.Open = f.Open || p.Open
	f.Parameters = append(f.Parameters, p)
}

// isLevel reports whether the characters are the level of a permission.
func (f *Found) isLevel(from, to int) bool {
	return from < to && to-from <= len("write") && pat.Level(f.raw(from, to)).Rank() > 0
}

// isLifetime reports whether the characters are expires_in with a whole number,
// or none.
func (f *Found) isLifetime(from, equals, to int) bool {
	const longest = len("none")
	if to-equals-1 > longest || f.raw(from, equals) != paramExpiresIn {
		return false
	}
	value := f.raw(equals+1, to)
	return value == "none" || value != "" && strings.Trim(value, "0123456789") == ""
}

// raw returns decoded characters, percent-encoded as in the link itself.
func (f *Found) raw(from, to int) string {
	var b strings.Builder
	for _, c := range f.chars[from:to] {
		b.WriteByte(c.b)
	}
	return b.String()
}

// shown is raw with the parts that are filled in later as in the text.
func (f *Found) shown(from, to int) string {
	var b strings.Builder
	for _, c := range f.chars[from:to] {
		if c.b != placeholder {
			b.WriteByte(c.b)
			continue
		}
		b.WriteString(shownPart(f.text[c.start:c.end]))
	}
	return b.String()
}

// shownPart writes what is filled in later in one line. An expression between
// two literals is shown without their quotation marks.
func shownPart(part []byte) string {
	text := strings.Join(strings.Fields(string(part)), " ")
	if strings.IndexByte("\"'`", text[0]) >= 0 {
		return "{" + strings.Trim(text, "\"'`+. ") + "}"
	}
	return text
}

// Read reads the link as Parse does. What is filled in later is left out, but
// for permissions, which are there with a level that they have. The second
// result has for each of Parameters why the form drops it, or "".
func (f *Found) Read(c *catalog.Catalog) (Link, []string) {
	r := reader{catalog: c, link: Link{Host: f.host()}, permissions: pat.Permissions{}}
	r.read(f.stated(c))
	r.link.Written = r.permissions
	return r.link, r.why
}

// stated returns the parameters as far as the text says them.
func (f *Found) stated(c *catalog.Catalog) []Parameter {
	out := make([]Parameter, len(f.Parameters))
	for i, p := range f.Parameters {
		if out[i] = (Parameter{Name: p.Name, Value: p.Value}); !p.built {
			out[i] = decode(f.raw(p.from, p.to))
		}
		if !p.Open {
			continue
		}
		if isFormField(p.Name) {
			out[i] = Parameter{Name: p.Name}
			continue
		}
		out[i] = Parameter{Name: p.Name, Value: string(someLevel(p.Name, c))}
	}
	return out
}

// someLevel is a level that a permission has, or any where it is not known.
func someLevel(name string, c *catalog.Catalog) pat.Level {
	known, _ := c.Permission(name)
	if right, ok := c.Permission(known.Instead); ok {
		known = right
	}
	if len(known.Levels) > 0 {
		return known.Levels[0]
	}
	return pat.Read
}
