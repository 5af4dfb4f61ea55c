package syntax

import "github.com/hashicorp/hcl/v2/hclsyntax"

// ValidName reports whether a word can be the name of an argument or a block. hcl reads tokens to
// find out; a plain word takes no memory here.
func ValidName(word string) bool { return plainName(word) || hclsyntax.ValidIdentifier(word) }

func plainName(word string) bool {
	for i := range len(word) {
		b := word[i]
		letter := 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b == '_'
		if !letter && (i == 0 || !digit(b) && b != '-') {
			return false
		}
	}
	return word != ""
}
