package spelling

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
)

// Spelling is a way in which a server may tell a secret back.
type Spelling struct {
	Name    string
	Literal string // as a JSON string, with its quotes
	Text    string // its meaning
}

// Of returns many ways to write a secret: anyone who has one of them has the
// secret.
func Of(secret string) []Spelling {
	half := len(secret) / 2
	texts := []struct{ name, text string }{
		{"raw", secret},
		{"in a sentence", "your token " + secret + " is bad"},
		{"percent-encoded", each(secret, "%%%02X")},
		{"percent-encoded, one character", fmt.Sprintf("%%%02x", secret[0]) + secret[1:]},
		{"query-escaped", url.QueryEscape(secret)},
		{"base64 of basic auth", base64.StdEncoding.EncodeToString([]byte("x-access-token:" + secret))},
		{"base64 of basic auth, as the user", base64.StdEncoding.EncodeToString([]byte(secret + ":x-oauth-basic"))},
		{"base64 for addresses", base64.RawURLEncoding.EncodeToString([]byte(secret))},
		{"HTML entities", each(secret, "&#%d;")},
		{"HTML entities in hex", each(secret, "&#x%X;")},
		{"split by a line feed", secret[:half] + "\n" + secret[half:]},
		{"split by blanks", secret[:half] + " \t\r\n " + secret[half:]},
		{"hex in upper case", strings.ToUpper(hex.EncodeToString([]byte(secret)))},
		{"escaped twice", each(secret, `\u%04x`)},
		{"escaped as \\x", each(secret, `\x%02x`)},
	}
	out := []Spelling{
		{"JSON, all characters escaped", `"` + each(secret, `\u%04x`) + `"`, secret},
		{"JSON, one character escaped", `"` + fmt.Sprintf(`\u%04X`, secret[0]) + escapeJSON(secret[1:]) + `"`, secret},
		{"JSON of PHP", `"` + strings.ReplaceAll(escapeJSON(secret), "/", `\/`) + `"`, secret},
	}
	for _, t := range texts {
		out = append(out, Spelling{t.name, `"` + escapeJSON(t.text) + `"`, t.text})
	}
	return out
}

// each writes every byte of a text with a format.
func each(text, format string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, format, text[i])
	}
	return b.String()
}

func escapeJSON(text string) string {
	quoted, _ := json.Marshal(text) // a text can be written
	return string(quoted[1 : len(quoted)-1])
}

// decode undoes the escapes of a text once.
func decode(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		size := 0
		switch {
		case strings.HasPrefix(text, `\u`):
			size = 6
		case strings.HasPrefix(text, `\x`):
			size = 4
		case text[0] == '%':
			size = 3
		}
		if size > 0 && len(text) >= size {
			if n, err := strconv.ParseUint(strings.TrimLeft(text[:size], `\ux%`), 16, 32); err == nil && n < 0x80 {
				b.WriteByte(byte(n))
				text = text[size:]
				continue
			}
		}
		b.WriteByte(text[0])
		text = text[1:]
	}
	return html.UnescapeString(b.String())
}

// word returns the letters and digits of a text.
func word(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, text)
}

var lineBreaks = strings.NewReplacer(`\\n`, "", `\n`, "", `\r`, "", `\t`, "")

// Found returns the secret that an output holds, and the name of its spelling, or
// "". It knows nothing of how secrets are taken out.
func Found(output string, secrets ...string) string {
	plain := output
	for range 4 {
		plain = decode(plain)
	}
	plain = word(lineBreaks.Replace(plain))
	for _, secret := range secrets {
		for _, s := range Of(secret) {
			text := word(s.Text)
			decoded := len(text) >= 16 && s.Name != "in a sentence" && strings.Contains(plain, text)
			if decoded || strings.Contains(output, s.Text) {
				return fmt.Sprintf("%.12s..., %s", secret, s.Name)
			}
		}
	}
	return ""
}
