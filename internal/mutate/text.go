package mutate

import (
	"math/rand/v2"
	"slices"
)

// maxText is the length in bytes up to which a text is made longer.
const maxText = 1 << 16

// pieces are what parsers, terminals and documents trip over.
var pieces = []string{
	"\x00", "\x1b[0m", "\x1b]8;;https://x/\x1b\\", "\xff", "\xef\xbb\xbf", "\u202e", "\u2028", "\u0301", "é", "ぶ", "😀",
	" ", "  ", "\t", "\v", "\r\n", "\n", "\n\n", "\"", "'", "`", "\\", "\\u0022", "${", "}", "%{", "%", "%00", "%25", "&amp;", "&", "=", "+", "|", "#", "//", "/*", "*/", "<!--", "]]>", "</script>",
	"{", "[", "]", "(", ")", ",", ":", "::", ";", "@mona", "null", "true", "-1", "0", "1e999", "99999999999999999999", "<<EOT\n", "for", "...",
}

// text returns a changed copy of a text, after one to four changes.
func text(random *rand.Rand, old []byte) []byte {
	out := slices.Clone(old)
	for range 1 + random.IntN(4) {
		out = edit(random, out)
	}
	return out
}

func edit(random *rand.Rand, b []byte) []byte {
	from, to := span(random, len(b))
	switch random.IntN(6) {
	case 0: // something odd is written in between
		return slices.Insert(b, from, []byte(pieces[random.IntN(len(pieces))])...)
	case 1: // or instead
		return slices.Replace(b, from, to, []byte(pieces[random.IntN(len(pieces))])...)
	case 2:
		return slices.Delete(b, from, to)
	case 3: // said twice
		if len(b) > maxText {
			return b
		}
		return slices.Insert(b, to, slices.Clone(b[from:to])...)
	case 4: // moved elsewhere
		moved := slices.Clone(b[from:to])
		b = slices.Delete(b, from, to)
		at, _ := span(random, len(b))
		return slices.Insert(b, at, moved...)
	}
	if from < to {
		b[from] ^= 1 << random.IntN(8)
	}
	return b
}

// span returns a part of a text: short ones more often than long ones.
func span(random *rand.Rand, length int) (from, to int) {
	from = random.IntN(length + 1)
	most := length - from
	if random.IntN(4) > 0 {
		most = min(most, 8)
	}
	return from, from + random.IntN(most+1)
}
