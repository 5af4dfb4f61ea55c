package site

import (
	"strconv"
	"strings"
	"unicode"
)

// slugger gives headings the anchors that they have on GitHub. It remembers the ones
// that it gave, because the second heading with the same text gets a number.
type slugger map[string]int

func (s slugger) slug(heading string) string {
	base := strings.Map(slugRune, strings.ToLower(strings.TrimSpace(heading)))
	slug := base
	for {
		_, taken := s[slug]
		if !taken {
			break
		}
		s[base]++
		slug = base + "-" + strconv.Itoa(s[base])
	}
	s[slug] = 0
	return slug
}

// slugRune keeps what Ruby calls a word character, and turns spaces into hyphens.
func slugRune(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r == '-', unicode.In(r, unicode.Letter, unicode.Mark, unicode.Nd, unicode.Pc):
		return r
	}
	return -1
}
