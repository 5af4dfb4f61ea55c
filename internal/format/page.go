package format

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the parts
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
)

// What all pages share. The parts of pages are put together as they are: no tool
// builds them.
var (
	//go:embed html/page.tmpl
	sharedTemplates string
	//go:embed html/page.css
	sharedStyle string
	//go:embed html/page.js
	sharedScript string
	//go:embed html/filters.js
	filtersScript string
	//go:embed html/explorer.js
	explorerScript string
	// PackedScript is a script for pages with data of a Packer. It comes first.
	//go:embed html/packed.js
	PackedScript string
	// PagerScript is a script for lists that are too long for an Explorer. It comes
	// after the others.
	//go:embed html/pager.js
	PagerScript string
)

// SharedStyle is the style that all pages share, for pages that are not of a document.
func SharedStyle() string { return sharedStyle }

// pageKind is a kind of page. html/template escapes what is put into its shell
// according to where it stands.
type pageKind struct {
	shell  *template.Template
	style  template.CSS
	script template.JS
}

// NewPageKind returns a kind of page: a shell, which is a template that uses
// those that all pages share, and a style and a script, which follow those that
// all pages share. A mistake in the shell panics.
func NewPageKind(shell, style, script string) pageKind {
	templates := template.Must(template.New("shared").Parse(sharedTemplates))
	return pageKind{
		shell: template.Must(templates.New("shell").Parse(shell)),
		style: template.CSS(sharedStyle + style), script: template.JS(sharedScript + filtersScript + explorerScript + script),
	}
}

// Page is what every page is made of. The page is one file, which asks for
// nothing else: its policy lets no other script or style in than these.
type Page struct {
	Title   string
	Heading string
	Version string // of patctl
	Command string // that gives the same without a script
	Style   template.CSS
	Script  template.JS
	Data    template.JS // JSON that the script draws the list from
	Content any         // of the kind of page
}

// Write writes a page of the kind around the data.
func (k pageKind) Write(b io.Writer, page Page, data any) {
	page.Style, page.Script, page.Data = k.style, k.script, htmlIsland(data)
	if err := k.shell.Execute(b, page); err != nil {
		panic(fmt.Sprintf("write a page: %v", err)) // a buffer takes everything
	}
}

// dataElement begins the data of a page. The texts of a page have no quotes that
// are not escaped, so it is there once.
const dataElement = `<script type="application/json" id="data">`

// WriteAround writes a page of the kind around data that is written while it is made:
// JSON without < and >. It doesn't look at errors of w, which has to keep them.
func (k pageKind) WriteAround(w io.Writer, page Page, write func(io.Writer)) {
	var b bytes.Buffer
	k.Write(&b, page, struct{}{})
	before, after, _ := bytes.Cut(b.Bytes(), []byte(dataElement+"{}"))
	_, _ = w.Write(before)
	_, _ = io.WriteString(w, dataElement)
	write(w)
	_, _ = w.Write(after)
}

// Policy is the Content-Security-Policy of the page. It names its script and its
// style by their hashes, and lets text become plain text.
func (p Page) Policy() string {
	return "default-src 'none'; script-src '" + htmlHash(string(p.Script)) + "'; style-src '" + htmlHash(string(p.Style)) +
		"'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

func htmlHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// htmlIsland writes data as JSON that can be in a script element. Without
// < and > no text ends the element or opens a comment, and what is not printable
// is escaped as in every JSON of patctl. Other characters mean nothing there.
func htmlIsland(data any) template.JS {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(data); err != nil {
		panic(fmt.Sprintf("encode the data of a page: %v", err))
	}
	return template.JS(islandEscapes.Replace(string(escapeUnprintable(bytes.TrimSpace(b.Bytes())))))
}

// islandEscapes are for characters that JSON has in strings only.
var islandEscapes = strings.NewReplacer("<", `\u003c`, ">", `\u003e`)
