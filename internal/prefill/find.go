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

// dataResidency is the domain of GitHub Enterprise Cloud with data residency,
// whose hosts are SUBDOMAIN.ghe.com.
const dataResidency = ".ghe.com"

// Finder finds links to the form in text. The zero value knows the links of
// github.com and of SUBDOMAIN.ghe.com.
type Finder struct {
	Host string // one more host, in lower case; may be empty
}

// Find returns the links with parameters that text holds, in their order. A
// link is found in prose, in Markdown, in HTML and in literals of source code,
// also where it is encoded for another address or broken over lines. The name
// of the file tells whether text is markup, in which &amp; stands for &; it may
// be empty. A link without parameters is none that could be wrong, and is left out.
//
// The text is UTF-8 without a byte order mark; other bytes are taken as they are.
func (f Finder) Find(name string, text []byte) []*Found {
	var links []*Found
	places := newPlaces(text)
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(Needle))
		if i < 0 {
			return links
		}
		anchor := from + i
		from = anchor + len(Needle)
		link, end := f.around(name, text, anchor)
		if link == nil {
			continue
		}
		from = max(from, end)
		link.Start, link.End = places.at(link.chars[0].start), places.at(end)
		links = append(links, link)
	}
}

// around reads the link whose path holds the anchor. It returns nil where there
// is none, or one without parameters.
func (f Finder) around(name string, text []byte, anchor int) (link *Found, end int) {
	h, ok := f.head(name, text, anchor)
	if !ok {
		return nil, 0
	}
	s := newScanner(h)
	s.scan()
	found := newFound(h, s)
	if found == nil {
		return nil, 0
	}
	return found, s.end()
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

// markupSuffixes are the names of files in which &amp; stands for & wherever a
// link is shown or followed.
var markupSuffixes = []string{
	".adoc", ".astro", ".atom", ".cshtml", ".ejs", ".erb", ".hbs", ".htm", ".html", ".j2", ".jinja", ".jinja2", ".jsp",
	".liquid", ".markdown", ".md", ".mdown", ".mdx", ".mkd", ".mustache", ".njk", ".plist", ".qmd", ".razor", ".resx",
	".rmd", ".rss", ".storyboard", ".svelte", ".svg", ".tmpl", ".twig", ".vue", ".wiki", ".xaml", ".xhtml", ".xib", ".xml",
}

// linkAttributes are the attributes of HTML that hold links. What is between
// their quotes is markup in the middle of source code, too.
var linkAttributes = []string{"href", "src", "action", "content"}

// isMarkup reports whether &amp; stands for & in a link that begins at start.
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

// isAttribute reports whether what stands before a value makes it a link of HTML.
func isAttribute(before []byte) bool {
	name, ok := bytes.CutSuffix(bytes.TrimRight(before, "\\ \t"), []byte("="))
	return ok && slices.ContainsFunc(linkAttributes, func(attribute string) bool {
		return strings.HasSuffix(strings.ToLower(string(name)), attribute)
	})
}
