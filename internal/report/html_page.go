package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
)

// htmlAssets are the parts of the pages: templates, styles and scripts. They
// are put together as they are: no tool builds them.
//
//go:embed html/*.tmpl html/*.css html/*.js
var htmlAssets embed.FS

// htmlPages are the shells of the pages. html/template escapes what is put into
// them according to where it stands.
var htmlPages = template.Must(template.New("").ParseFS(htmlAssets, "html/*.tmpl"))

// htmlPage is what every page is made of. The page is one file, which asks for
// nothing else: its policy lets no other script or style in than these.
type htmlPage struct {
	Title   string
	Heading string
	Version string // of patctl
	Command string // that gives the same without a script
	Style   template.CSS
	Script  template.JS
	Data    template.JS // JSON that the script draws the list from
	Content any         // of the kind of page
}

// htmlScripts are the scripts of each page, in their order.
var htmlScripts = map[string][]string{
	"inventory": {"page.js", "filters.js", "explorer.js", "inventory.js"},
	"audit":     {"page.js", "filters.js", "explorer.js", "subjects.js", "changes.js", "audit.js"},
}

// writeHTML writes a page: the shell of that name around the data, with the
// styles that all pages share and its own, and its scripts.
func writeHTML(b io.Writer, name string, page htmlPage, data any) {
	page.Style = template.CSS(htmlAsset("page.css") + htmlAsset(name+".css"))
	for _, script := range htmlScripts[name] {
		page.Script += template.JS(htmlAsset(script))
	}
	page.Data = htmlIsland(data)
	if err := htmlPages.ExecuteTemplate(b, name+".tmpl", page); err != nil {
		panic(fmt.Sprintf("write the page %s: %v", name, err)) // a buffer takes everything
	}
}

func htmlAsset(name string) string {
	asset, err := htmlAssets.ReadFile("html/" + name)
	if err != nil {
		panic(err)
	}
	return string(asset)
}

// Policy is the Content-Security-Policy of the page. It names its script and its
// style by their hashes, and lets text become nothing but text.
func (p htmlPage) Policy() string {
	return "default-src 'none'; script-src '" + htmlHash(string(p.Script)) + "'; style-src '" + htmlHash(string(p.Style)) +
		"'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

func htmlHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// htmlIsland writes data as JSON that can stand in a script element. Without
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
