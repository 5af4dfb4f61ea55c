package analysis

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// question begins the words that were likely meant, in the messages of patctl and hcl.
const question = "Did you mean "

// meant returns the words that a message asks for, and those in quotes before the question: one of
// them is the wrong one. Sentences such as "Did you mean to ...?" name no word.
func meant(message string) (wrong, right []string) {
	before, after, ok := strings.Cut(message, question)
	if !ok {
		return nil, nil
	}
	for after != "" && after[0] != '?' {
		word, rest := nextWord(after)
		switch {
		case word != "":
			right = append(right, word)
		case rest == after:
			return nil, nil
		}
		after = rest
	}
	return quotedWords(before), right
}

// nextWord reads a word in quotes, an address, or what is between words.
func nextWord(text string) (word, rest string) {
	if quoted, err := strconv.QuotedPrefix(text); err == nil {
		word, _ = strconv.Unquote(quoted)
		return word, text[len(quoted):]
	}
	for _, between := range []string{", or ", ", ", " or "} {
		if rest, ok := strings.CutPrefix(text, between); ok {
			return "", rest
		}
	}
	end := strings.IndexAny(text, " ,")
	if i := strings.Index(text, "?"); i >= 0 && (end < 0 || i < end) {
		end = i
	}
	if end <= 0 || !strings.Contains(text[:end], ".") {
		return "", text // a sentence
	}
	return text[:end], text[end:]
}

func quotedWords(text string) []string {
	var words []string
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return words
		}
		quoted, err := strconv.QuotedPrefix(text[i:])
		if err != nil {
			return words
		}
		word, _ := strconv.Unquote(quoted)
		words, text = append(words, word), text[i+len(quoted):]
	}
}

// correctWord offers each word that a diagnostic asks for in the place of the wrong one.
func correctWord(doc *outline.Document, d protocol.Diagnostic) []change {
	wrong, right := meant(d.Message)
	var changes []change
	for _, word := range right {
		start, end, ok := placeOf(doc, d.Range, wrong, word)
		if !ok {
			continue
		}
		insert := word
		if isQuoted(doc, start) {
			insert = inQuotes(word)
		}
		changes = append(changes, change{title: "Change to " + word, start: start, end: end, text: insert, preferred: len(right) == 1})
	}
	return changes
}

// placeOf finds the wrong word: in the range, or else in its line, as the level of a permission
// is, or else where it is in the document, if that is one place only.
func placeOf(doc *outline.Document, at protocol.Range, wrong []string, right string) (start, end int, ok bool) {
	from, to := doc.Offset(at.Start), doc.Offset(at.End)
	text := doc.Bytes()
	begin := bytes.LastIndexByte(text[:from], '\n') + 1
	for _, area := range [][2]int{{from, to}, {begin, from}, {to, to + code(text[to:])}} {
		for i := len(wrong) - 1; i >= 0; i-- { // the last one is next to the question
			if start, end, ok := find(text, area[0], area[1], wrong[i]); ok && wrong[i] != right {
				return withRoot(text, start, right), end, true
			}
		}
	}
	if area := string(text[from:to]); strings.Contains(right, ".") && !strings.ContainsAny(area, " \n\"") { // a reference as a whole
		return from, to, true
	}
	if start, end, ok := like(text, from, to, right); ok || len(wrong) == 0 {
		return start, end, ok
	}
	return once(text, wrong[len(wrong)-1])
}

// withRoot is where a reference begins whose last name is at a place. The words that are meant may
// have what is before that name, such as "var.", too.
func withRoot(text []byte, name int, right string) int {
	root := right[:strings.LastIndexByte(right, '.')+1]
	start := name - len(root)
	if !bytes.HasSuffix(text[:name], []byte(root)) {
		return name
	}
	return start
}

// code is the length of the first line of a text without its comment.
func code(text []byte) int {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if i := bytes.Index(line, []byte(" #")); i >= 0 {
		return i
	}
	return len(line)
}

// find finds a word in a part of a text, as it is or as it is in quotes.
func find(text []byte, from, to int, word string) (start, end int, ok bool) {
	for _, written := range []string{word, inQuotes(word)} {
		if i := wholeWord(text[from:to], written); i >= 0 {
			return from + i, from + i + len(written), true
		}
	}
	return 0, 0, false
}

// inQuotes is a word as it is written between quotes.
func inQuotes(word string) string {
	quoted := strconv.Quote(word)
	return quoted[1 : len(quoted)-1]
}

// like finds the word in a part of a text that is like what was meant.
func like(text []byte, from, to int, right string) (start, end int, ok bool) {
	words := strings.FieldsFunc(string(text[from:to]), func(r rune) bool { return !isWord(r) })
	return find(text, from, to, diag.Suggest(right, words))
}

// once finds a word that is once in a text, not counting comments.
func once(text []byte, word string) (start, end int, ok bool) {
	at := 0
	for line := range bytes.Lines(text) {
		for from := 0; !bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")); {
			s, e, found := find(text, at+from, at+max(from, code(line)), word)
			if !found {
				break
			}
			if ok {
				return 0, 0, false
			}
			start, end, ok, from = s, e, true, e-at
		}
		at += len(line)
	}
	return start, end, ok
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-'
}

// wholeWord finds a word that no letter precedes or follows, or is -1.
func wholeWord(text []byte, word string) int {
	if word == "" {
		return -1
	}
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(word))
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRune(text[:i])
		after, _ := utf8.DecodeRune(text[i+len(word):])
		if !isWord(before) && !isWord(after) {
			return i
		}
		from = i + 1
	}
}

// isQuoted reports whether a place is within quotes, as those before it in its line tell.
func isQuoted(doc *outline.Document, start int) bool {
	text := doc.Bytes()
	line := text[bytes.LastIndexByte(text[:start], '\n')+1 : start]
	quotes := 0
	for i, c := range line {
		if c == '"' && (i == 0 || line[i-1] != '\\') {
			quotes++
		}
	}
	return quotes%2 == 1
}
