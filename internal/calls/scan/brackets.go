package scan

import "strings"

const opening, closingBrackets = "([{", ")]}"

// match finds the brackets that belong together. One that is missing leaves
// those around it in peace.
func match(tokens []Token) {
	var stack []int
	var count [3]int
	for i := range tokens {
		t := &tokens[i]
		if t.Kind != Punctuation || len(t.Text) != 1 {
			continue
		}
		if k := strings.IndexByte(opening, t.Text[0]); k >= 0 {
			stack = append(stack, i)
			count[k]++
			continue
		}
		k := strings.IndexByte(closingBrackets, t.Text[0])
		for k >= 0 && count[k] > 0 {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			kind := strings.IndexByte(opening, tokens[top].Text[0])
			count[kind]--
			if kind == k {
				tokens[top].Match, t.Match = i-top, top-i
				break
			}
		}
	}
}
