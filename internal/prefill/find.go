package prefill

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// Needle is in every text that holds a link to the form, however the link is
// encoded. A text without it need not be searched further.
const Needle = "personal-access-tokens"

// Core is in every text with a link: to the form for fine-grained tokens, or to
// the one for classic tokens. Around it, fewer than CoreSpan bytes tell whether
// there may be one.
const (
	Core     = "kens"
	CoreSpan = 24
)

// MayHold reports whether the core at an offset of a text may be part of a link.
func MayHold(text []byte, at int) bool {
	rest := text[at+len(Core):]
	switch {
	case len(rest) > 1 && (rest[0] == '/' || rest[0] == '\\' || rest[0] == '%'):
		return bytes.HasSuffix(text[:at], []byte("to")) // of either form
	case at < len("personal-access-to") || text[at-3] != '-':
		return false
	}
	return bytes.HasSuffix(text[:at], []byte("personal-access-to"))
}

// dataResidency is the domain of GitHub Enterprise Cloud with data residency,
// whose hosts are SUBDOMAIN.ghe.com.
const dataResidency = ".ghe.com"

// Finder finds links to the form in text. The zero value knows the links of
// github.com and of SUBDOMAIN.ghe.com.
type Finder struct {
	Host string // one more host, in lower case; may be empty
}

// Find returns the links that text holds, in their order, as Each finds them.
func (f Finder) Find(name string, text []byte) []*Found {
	var links []*Found
	f.Each(name, text, func(link *Found) { links = append(links, link) })
	return links
}

// Each calls visit for each link with parameters that text holds, in their
// order. A link is found in prose, in Markdown, in HTML and in literals of source
// code, also where it is encoded for another address, broken over lines, or put
// together by a program. The name of the file tells whether text is markup, in
// which &amp; means &; it may be empty. A link without parameters is none
// that could be wrong, and is left out.
//
// The text is UTF-8 without a byte order mark; other bytes are taken as they
// are. It is smaller than 4 GiB.
//
// The result counts, by host, the links that lead to hosts that the finder does
// not know.
func (f Finder) Each(name string, text []byte, visit func(*Found)) (others map[string]int) {
	s := &search{Finder: f, name: name, program: newProgram(text), places: newPlaces(text), visit: visit, others: map[string]int{}}
	anchors := newAnchors(text)
	for from := 0; ; {
		a, ok := anchors.next(from)
		if !ok {
			break
		}
		from = max(a.at+len(a.word), s.around(a))
	}
	s.emitBefore(len(text) + 1)
	return s.others
}

// search is a text that is searched.
type search struct {
	Finder
	name    string
	program *program
	places  *places
	visit   func(*Found)
	last    int        // the end of the last link
	waiting []*derived // from links before, in their order
	others  map[string]int
}

// around reads the link whose path holds the anchor, and returns where the text
// goes on. Links without parameters are passed over.
func (s *search) around(a anchor) (end int) {
	h, ok := s.head(s.name, s.program.text, a)
	if !ok {
		if h != nil && h.other != "" {
			s.others[h.other]++
		}
		return 0
	}
	scan := newScanner(h, s.program)
	scan.scan()
	s.derive(h, scan)
	found := newFound(h, scan)
	if found == nil {
		return 0
	}
	s.emit(found, scan.start, scan.end())
	return scan.end()
}

// emit hands over a link, after those that begin before it.
func (s *search) emit(found *Found, start, end int) {
	s.emitBefore(start)
	if start < s.last {
		return
	}
	s.last = end
	found.Start, found.End = s.places.at(start), s.places.at(end)
	s.visit(found)
}

// knows reports whether host has the form.
func (f Finder) knows(host string) bool {
	host = strings.ToLower(host)
	switch strings.TrimPrefix(host, "www.") {
	case pat.DefaultHost:
		return true
	}
	if f.Host != "" && host == f.Host {
		return true
	}
	subdomain, ok := strings.CutSuffix(host, dataResidency)
	return ok && subdomain != "" && !strings.Contains(subdomain, ".")
}

// markupSuffixes are the names of files in which &amp; means & wherever a
// link is shown or followed.
var markupSuffixes = []string{
	".adoc", ".astro", ".atom", ".cshtml", ".ejs", ".erb", ".hbs", ".htm", ".html", ".j2", ".jinja", ".jinja2", ".jsp",
	".liquid", ".markdown", ".md", ".mdown", ".mdx", ".mkd", ".mustache", ".njk", ".plist", ".qmd", ".razor", ".resx",
	".rmd", ".rss", ".storyboard", ".svelte", ".svg", ".tmpl", ".twig", ".vue", ".wiki", ".xaml", ".xhtml", ".xib", ".xml",
}

// linkAttributes are the attributes of HTML that hold links. What is between
// their quotes is markup in the middle of source code, too.
var linkAttributes = []string{"href", "src", "action", "content"}

// isMarkup reports whether &amp; means & in a link that begins at start.
// In a literal of source code, and where a setting is given its value, it does
// not: there it is a mistake. A text without a name may be anything.
func isMarkup(name string, text []byte, start int) bool {
	suffix := strings.ToLower(path.Ext(name))
	if start == 0 || slices.Contains(markupSuffixes, suffix) {
		return true
	}
	before := bytes.TrimRight(text[max(0, start-20):start], "\\")
	switch {
	case bytes.HasSuffix(before, []byte("\"")), bytes.HasSuffix(before, []byte("'")), bytes.HasSuffix(before, []byte("`")):
		return isAttribute(before[:len(before)-1])
	case suffix == "":
		return true
	}
	before = bytes.TrimRight(before, " \t")
	if bytes.HasSuffix(before, []byte("=")) {
		return isAttribute(before)
	}
	return !bytes.HasSuffix(before, []byte(":"))
}

// isAttribute reports whether what precedes a value makes it a link of HTML.
func isAttribute(before []byte) bool {
	name, ok := bytes.CutSuffix(bytes.TrimRight(before, "\\ \t"), []byte("="))
	return ok && slices.ContainsFunc(linkAttributes, func(attribute string) bool {
		return strings.HasSuffix(strings.ToLower(string(name)), attribute)
	})
}
