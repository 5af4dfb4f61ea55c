package diag

import "testing"

func TestPrintable(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"Repo-reading token", "Repo-reading token"},
		{"\u65e5\u672c\u8a9e\u3000e\u0301 \u2764\ufe0f", "\u65e5\u672c\u8a9e\u3000e\u0301 \u2764\ufe0f"},
		{"a\nb\r\tc", `a\nb\r\tc`},
		{"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"\x00\x7f\u009b", `\x00\x7f\u009b`},
		{"a\u202egpj.\u2066\u200f\u061c", `a\u202egpj.\u2066\u200f\u061c`},
		{"in\u200bvis\u00adible\ufeff\u3164", `in\u200bvis\u00adible\ufeff\u3164`},
		{"\u2028\u2029", `\u2028\u2029`},
		{"tag\U000e0041", `tag\U000e0041`},
		{"\xff\xc3", `\xff\xc3`},
		{"\ufffd", "\ufffd"},
		{"x\ufffd\xff", "x\ufffd" + `\xff`},
		{"# ##[add-mask]a ###[x", `# #\x23[add-mask]a ##\x23[x`},
	} {
		if got := Printable(test.in); got != test.want {
			t.Errorf("Printable(%+q) = %+q, want %+q", test.in, got, test.want)
		}
	}
}

func TestPrintableText(t *testing.T) {
	got := PrintableText("one\r\n\ttwo\x1b\nthree\r")
	want := "one\n    two\\x1b\nthree\\r"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
