package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/patctl/patctl/internal/format"
)

//go:embed html
var parts embed.FS

var pageTemplate = template.Must(template.ParseFS(parts, "html/page.tmpl"))

// policy is the Content-Security-Policy of every page: nothing from another host, no
// script or style in the page, and no text that becomes markup.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// PageData is what the template of a page draws.
type PageData struct {
	Policy        string
	Title         string
	Description   string
	Version       string
	Old           bool   // not the latest version
	Top           string // the way to the top of the site, such as "../"
	Base          string // the way to the folder of the version
	Page          string // the path of the page in that folder
	Groups        []NavGroup
	Contents      []NavLink // headings of levels 2 and 3
	Before, After *NavLink
	Source        string // the Markdown file on GitHub
	Repository    string
	Assets        map[string]string // names to addresses relative to Base
	Body          template.HTML
}

// assets are the files that all pages share, by the parts that they are put together from.
var assets = map[string][]string{
	"site.css": {"site.css"}, "theme.js": {"theme.js"}, "site.js": {"site.js", "search.js"}, "icon.svg": {"icon.svg"},
}

// addPages adds the pages, and what they share.
func (s *Site) addPages() error {
	addresses := map[string]string{searchFile: addressed(searchFile, s.files[searchFile])}
	for name, files := range assets {
		data := assetData(name, files)
		s.files[name] = data
		addresses[name] = addressed(name, data)
	}
	for _, p := range s.pages {
		body, err := p.body()
		if err != nil {
			return err
		}
		data := s.pageData(p, addresses)
		data.Body = template.HTML(body)
		var b bytes.Buffer
		if err := pageTemplate.Execute(&b, data); err != nil {
			return fmt.Errorf("write %s: %w", p.out, err)
		}
		s.files[p.out] = b.Bytes()
	}
	return nil
}

func assetData(name string, files []string) []byte {
	var b bytes.Buffer
	if name == "site.css" {
		b.WriteString(format.SharedStyle())
	}
	for _, file := range files {
		data, err := parts.ReadFile("html/" + file)
		if err != nil {
			panic(err) // it is embedded
		}
		b.Write(data)
	}
	return b.Bytes()
}

// addressed returns the address of a file with a part that changes with its content, so
// that a browser never puts an old script on a new page.
func addressed(name string, data []byte) string {
	sum := sha256.Sum256(data)
	return name + "?" + hex.EncodeToString(sum[:4])
}

func (s *Site) pageData(p *page, addresses map[string]string) PageData {
	base := strings.Repeat("../", strings.Count(p.out, "/"))
	data := PageData{
		Policy: policy, Title: p.title, Description: p.description(), Version: s.Version, Old: s.Version != Latest,
		Base: base, Top: base + strings.Repeat("../", strings.Count(s.folder(), "/")), Page: p.out,
		Groups: s.navigation(p), Source: repository + "/blob/" + s.revision() + "/" + p.file, Repository: repository, Assets: addresses,
	}
	if p.file != "README.md" {
		data.Title += " - patctl"
	}
	data.Before, data.After = s.neighbors(p)
	for _, h := range p.headings {
		if h.Level == 2 || h.Level == 3 {
			data.Contents = append(data.Contents, NavLink{Label: h.Text, Address: "#" + h.ID, Nested: h.Level == 3})
		}
	}
	return data
}

// maxDescription is about what search engines show, in bytes.
const maxDescription = 160

// description returns the beginning of the first paragraph.
func (p *page) description() string {
	for n := p.document.FirstChild(); n != nil; n = n.NextSibling() {
		if _, ok := n.(*ast.Paragraph); ok {
			text := plainText(n, p.source)
			if len(text) > maxDescription {
				text = text[:max(0, strings.LastIndexByte(text[:maxDescription], ' '))] + " ..."
			}
			return text
		}
	}
	return ""
}
