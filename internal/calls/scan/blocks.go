package scan

// braced are the spans of what a keyword begins, up to the brace that closes it.
func braced(tokens []Token, keyword string) []span {
	var spans []span
	for i := range tokens {
		if !tokens[i].Is(keyword) || Is(tokens, i-1, ".") {
			continue
		}
		for j := i + 1; j < len(tokens) && j < i+40; j++ {
			if p := Partner(tokens, j); tokens[j].Is("{") && p > j {
				spans = append(spans, span{tokens[i].From, tokens[p].To})
				break
			}
		}
	}
	return spans
}

// indented are the spans of what a keyword begins, up to the line that is no
// deeper.
func indented(tokens []Token, keyword string) []span {
	var spans []span
	var open []int // indices of spans
	var columns []int
	for i, t := range tokens {
		if !t.First {
			continue
		}
		for len(open) > 0 && t.Column <= columns[len(columns)-1] && !closesOnly(t) {
			spans[open[len(open)-1]].to = t.From
			open, columns = open[:len(open)-1], columns[:len(columns)-1]
		}
		if t.Is(keyword) || t.Is("async") && Is(tokens, i+1, keyword) {
			spans = append(spans, span{t.From, int(^uint(0) >> 1)})
			open, columns = append(open, len(spans)-1), append(columns, t.Column)
		}
	}
	return spans
}

// closesOnly: a bracket at the beginning of a line ends no block.
func closesOnly(t Token) bool {
	return t.Kind == Punctuation && (t.Text == ")" || t.Text == "]" || t.Text == "}")
}
