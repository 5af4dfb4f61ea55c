package site

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// repository is where links to files lead that are not pages.
const repository = "https://github.com/patctl/patctl"

// resolveLinks replaces what the links and pictures of a page lead to by addresses that
// are right on the site, and returns what leads nowhere.
func (s *Site) resolveLinks(p *page) (mistakes []error) {
	for n := range descendants(p.document) {
		var err error
		switch n := n.(type) {
		case *ast.Link:
			n.Destination, err = s.resolved(p, n.Destination, s.linkAddress)
		case *ast.Image:
			n.Destination, err = s.resolved(p, n.Destination, s.pictureAddress)
		case *ast.RawHTML:
			err = s.resolveHTML(p, n, string(n.Segments.Value(p.source)))
		case *ast.HTMLBlock:
			err = s.resolveHTML(p, n, htmlText(n, p.source))
		}
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: %w", p.file, p.line(n), err))
		}
	}
	return mistakes
}

func (s *Site) resolved(p *page, destination []byte, address func(*page, string) (string, error)) ([]byte, error) {
	to, err := address(p, string(destination))
	return []byte(to), err
}

// linkAddress returns what a link leads to on the site.
func (s *Site) linkAddress(from *page, destination string) (string, error) {
	u, err := url.Parse(destination)
	if err != nil {
		return "", fmt.Errorf("the link %q can't be read", destination)
	}
	switch {
	case u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "mailto":
		return destination, nil
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/"):
		return "", fmt.Errorf("the link %q is neither https nor relative", destination)
	case u.Path == "":
		return s.pageAddress(from, from, u)
	}
	file, err := repositoryPath(from, u)
	if err != nil {
		return "", err
	}
	if to := s.byFile[file]; to != nil {
		return s.pageAddress(from, to, u)
	}
	return s.gitHubAddress(file, u)
}

// repositoryPath returns the path in the repository that a relative link leads to.
func repositoryPath(from *page, u *url.URL) (string, error) {
	file := path.Join(path.Dir(from.file), u.Path)
	if !fs.ValidPath(file) {
		return "", fmt.Errorf("the link %q leads out of the repository", u)
	}
	return file, nil
}

func (s *Site) pageAddress(from, to *page, u *url.URL) (string, error) {
	address := relative(from.out, to.out)
	if from == to {
		address = ""
	}
	if u.Fragment == "" {
		if address == "" {
			return "#", nil
		}
		return address, nil
	}
	if !to.hasAnchor(u.Fragment) {
		return "", noHeading(u, to.file)
	}
	return address + "#" + u.EscapedFragment(), nil
}

// gitHubAddress returns the address of a file or folder of the repository on GitHub.
func (s *Site) gitHubAddress(file string, u *url.URL) (string, error) {
	info, err := fs.Stat(s.source, file)
	if err != nil {
		return "", fmt.Errorf("the link %q leads to %s, which doesn't exist", u, file)
	}
	if err := s.checkAnchor(file, u); err != nil {
		return "", err
	}
	kind := "blob"
	if info.IsDir() {
		kind = "tree"
	}
	address := repository + "/" + kind + "/" + s.revision() + "/" + (&url.URL{Path: file}).EscapedPath()
	if u.Fragment != "" {
		address += "#" + u.EscapedFragment()
	}
	return address, nil
}

// checkAnchor checks a link to a heading of a Markdown file that is no page.
func (s *Site) checkAnchor(file string, u *url.URL) error {
	if u.Fragment == "" || path.Ext(file) != ".md" {
		return nil
	}
	text, err := fs.ReadFile(s.source, file)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	if to, _ := parsePage(file, text); !to.hasAnchor(u.Fragment) {
		return noHeading(u, file)
	}
	return nil
}

func noHeading(u *url.URL, file string) error {
	return fmt.Errorf("the link %q leads to a heading that %s doesn't have", u, file)
}

// revision is what the documentation of the version was read from.
func (s *Site) revision() string {
	if s.Version == Latest {
		return "main"
	}
	return s.Version
}

// pictureAddress returns the address of a picture, and puts the picture into the site.
func (s *Site) pictureAddress(from *page, destination string) (string, error) {
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/") {
		return "", fmt.Errorf("the picture %q is not a file of the repository", destination)
	}
	file, err := repositoryPath(from, u)
	if err != nil {
		return "", err
	}
	picture, err := fs.ReadFile(s.source, file)
	if err != nil {
		return "", fmt.Errorf("the picture %q doesn't exist", destination)
	}
	out := strings.TrimPrefix(file, "docs/")
	s.files[out] = picture
	return relative(from.out, out), nil
}

// relative returns the address that leads from one page to another file of the site.
func relative(from, to string) string {
	rel, err := filepath.Rel(filepath.Dir(filepath.FromSlash(from)), filepath.FromSlash(to))
	if err != nil {
		panic(fmt.Sprintf("the way from %s to %s: %v", from, to, err)) // both are relative
	}
	return (&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath()
}

// htmlTag is a tag or a comment. htmlAddress is an attribute that leads to a file, and
// htmlOther one that is written in another way. htmlRisky runs or styles something.
var (
	htmlTag     = regexp.MustCompile(`(?s)<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)\b[^>]*>`)
	htmlAddress = regexp.MustCompile(`\b(srcset|src)="([^"]*)"`)
	htmlOther   = regexp.MustCompile(`(?i)\b(srcset|src|href)\s*=`)
	htmlRisky   = regexp.MustCompile(`(?i)\s(on[a-z]+|style)\s*=`)
)

// knownTags are the elements that pages may write as HTML: what Markdown can't say.
var knownTags = map[string]bool{"picture": true, "source": true, "img": true, "br": true, "kbd": true, "sub": true, "sup": true}

// resolveHTML checks HTML, replaces the addresses in it, and keeps the result for the
// renderer.
func (s *Site) resolveHTML(p *page, n ast.Node, text string) error {
	for _, tag := range htmlTag.FindAllStringSubmatch(text, -1) {
		if name := tag[1]; name != "" && (!knownTags[name] || htmlRisky.MatchString(tag[0])) {
			return fmt.Errorf("the site doesn't take this HTML: %s", tag[0])
		}
	}
	if other := htmlOther.FindString(htmlAddress.ReplaceAllString(text, "")); other != "" {
		return fmt.Errorf("in HTML, the site only takes the attributes src and srcset, as src=\"FILE\": %s", other)
	}
	var mistake error
	text = htmlAddress.ReplaceAllStringFunc(text, func(attribute string) string {
		part := htmlAddress.FindStringSubmatch(attribute)
		to, err := s.pictureAddress(p, part[2])
		if err != nil {
			mistake = err
		}
		return part[1] + `="` + to + `"`
	})
	n.SetAttributeString(htmlAttribute, strings.ReplaceAll(text, "<img ", `<img loading="lazy" `))
	return mistake
}

// htmlAttribute is where resolveHTML keeps the HTML of a node.
const htmlAttribute = "site-html"

func htmlText(n *ast.HTMLBlock, source []byte) string {
	text := string(n.Lines().Value(source))
	if n.HasClosure() {
		text += string(n.ClosureLine.Value(source))
	}
	return text
}
