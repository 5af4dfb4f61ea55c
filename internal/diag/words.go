package diag

import "unicode/utf8"

// Words counts the words and the signs of a source, line breaks among them, and returns how long
// the longest word is in bytes. The count is about the number of its tokens; the words of a text in
// quotes count, too, and so does each byte that no valid text has, and each carriage return without
// a line break.
func Words(src []byte) (n, longest int) {
	inWord, start := false, 0
	for i, b := range src {
		if b == '\r' && (i+1 == len(src) || src[i+1] != '\n') || b == 0xC0 || b == 0xC1 || b > 0xF4 {
			n++
		}
		letter := 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '_' || b >= utf8.RuneSelf
		if letter && !inWord || !letter && b != ' ' && b != '\t' && b != '\r' {
			n++
		}
		switch {
		case letter && !inWord:
			start = i
		case inWord && !letter:
			longest = max(longest, i-start)
		}
		inWord = letter
	}
	if inWord {
		longest = max(longest, len(src)-start)
	}
	return n, longest
}
