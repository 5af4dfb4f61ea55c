package site

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// searchIndex is what html/search.js searches: the sections of all pages.
type searchIndex struct {
	Pages    []searchPage    `json:"pages"`
	Sections []searchSection `json:"sections"`
}

type searchPage struct {
	Path  string `json:"path"` // relative to the folder of the version
	Title string `json:"title"`
	Last  bool   `json:"last,omitempty"` // behind the others, if they match as well
}

// searchSection is a heading with the text up to the next one.
type searchSection struct {
	Page  int    `json:"page"`
	ID    string `json:"id,omitempty"` // "" is the top of the page
	Title string `json:"title"`
	Text  string `json:"text"`
}

const searchFile = "search.json"

func (s *Site) addSearchIndex() error {
	var index searchIndex
	for i, p := range s.pages {
		index.Pages = append(index.Pages, searchPage{Path: p.out, Title: p.label(), Last: p.group == project})
		index.Sections = append(index.Sections, p.sections(i)...)
	}
	data, err := json.Marshal(index)
	if err != nil {
		return fmt.Errorf("write the search index: %w", err)
	}
	s.files[searchFile] = data
	return nil
}

// sections splits a page at its headings.
func (p *page) sections(number int) []searchSection {
	sections := []searchSection{{Page: number, Title: p.title}}
	for n := p.document.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			if h.Level > 1 {
				id, _ := h.AttributeString("id")
				sections = append(sections, searchSection{Page: number, ID: string(id.([]byte)), Title: plainText(h, p.source)})
			}
			continue
		}
		section := &sections[len(sections)-1]
		section.Text = strings.TrimSpace(section.Text + " " + plainText(n, p.source))
	}
	return sections
}
