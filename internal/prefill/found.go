package prefill

import (
	"regexp"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// Found is a link to the form in a text.
type Found struct {
	// URL is the link as a browser gets it: what its surroundings encode is
	// decoded. Parts that are filled in later stand there as in the text.
	URL        string
	Start, End Place
	Parameters []FoundParameter // in the order of the link; never empty
	// Open says that parts of the link are filled in later, by a program or by
	// the reader, so that it equals no other link.
	Open bool
	// More says that what is filled in may be whole parameters, so that nothing
	// follows from those that are not there.
	More bool
	// Wrapped says that the link is broken over lines in a way that most programs
	// do not follow.
	Wrapped bool

	text    []byte
	chars   []char // of the whole link
	path    int    // how many of chars are before the query
	outside string // what the link leaves out: its scheme, or the host too
	depth   int
}

// FoundParameter is a parameter of a link in a text, decoded where that is possible.
type FoundParameter struct {
	Name, Value string
	// Open says that the value, or a part of it, is filled in later. Value then
	// stands as in the text.
	Open bool

	from, equals, to int // in chars; equals is to where there is no equals sign
}

// String returns the parameter as NAME=VALUE, decoded, or as NAME where it has no
// equals sign.
func (p FoundParameter) String() string {
	if p.equals == p.to {
		return p.Name
	}
	return p.Name + "=" + p.Value
}

// newFound takes the link apart. It returns nil where it has no parameters that
// could be read.
func newFound(h *head, s *scanner) *Found {
	f := &Found{
		Wrapped: s.wrapped, More: s.open, Open: s.open, text: s.text, depth: s.depth, outside: h.outside,
		chars: append(h.chars[:len(h.chars):len(h.chars)], s.chars...), path: len(h.chars),
	}
	f.split()
	if len(f.Parameters) == 0 {
		return nil
	}
	return f
}

// split finds the parameters.
func (f *Found) split() {
	query := f.index('?', f.path, len(f.chars))
	end := f.index('#', query, len(f.chars))
	for from := query + 1; from < end; {
		to := f.index('&', from, end)
		f.parameter(from, to)
		from = to + 1
	}
	f.URL = f.outside + f.shown(0, len(f.chars))
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

// readerWords are values in the place of which the reader is to put one.
var readerWords = regexp.MustCompile(`^(?:\.\.\.|…|[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|\[[A-Za-z _-]+\]|(?i:your)[-_][\w-]+|x{3,}|X{3,})$`)

// parameter adds the one between from and to, unless it is empty or its very
// name is filled in later.
func (f *Found) parameter(from, to int) {
	p := FoundParameter{from: from, equals: f.index('=', from, to), to: to}
	if f.index(placeholder, from, p.equals) < p.equals {
		f.Open, f.More = true, true
		return
	}
	if from == to {
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

// raw returns decoded characters, percent-encoded as in the link itself.
func (f *Found) raw(from, to int) string {
	var b strings.Builder
	for _, c := range f.chars[from:to] {
		b.WriteByte(c.b)
	}
	return b.String()
}

// shown is raw with the parts that are filled in later as they stand in the text.
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
// two literals stands there without their quotation marks.
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
		out[i] = decode(f.raw(p.from, p.to))
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
