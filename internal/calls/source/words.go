package source

// Words counts the words and the signs of a text, about as a scanner of any language would.
func Words(text []byte) int {
	n, inWord := 0, false
	for _, c := range text {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c >= 0x80
		if letter && !inWord || !letter && (c > ' ' || c == '\n') {
			n++
		}
		inWord = letter
	}
	return n
}
