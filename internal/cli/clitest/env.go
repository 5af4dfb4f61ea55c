package clitest

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/cli"
)

// NewEnv is a process without terminal or environment in an empty directory.
func NewEnv(t testing.TB, stdout, stderr io.Writer) *cli.Env {
	t.Helper()
	return &cli.Env{
		Stdin:  strings.NewReader(""),
		Stdout: cli.NewStream(stdout),
		Stderr: cli.NewStream(stderr),
		Dir:    t.TempDir(),
		Now:    func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	}
}

// NewSilentEnv is NewEnv, whose output nobody reads.
func NewSilentEnv(t testing.TB) *cli.Env { return NewEnv(t, io.Discard, io.Discard) }

// Obeyed names what a terminal would not show but obey, or is empty.
func Obeyed(text []byte) string {
	if !utf8.Valid(text) {
		return "bytes that are not UTF-8"
	}
	i := bytes.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029')
	})
	if i < 0 {
		return ""
	}
	r, _ := utf8.DecodeRune(text[i:])
	return strconv.QuoteRuneToASCII(r) + " at byte " + strconv.Itoa(i)
}

// OnTerminal returns what a view writes to a terminal of this width.
func OnTerminal(width int, write func(v *cli.View)) string {
	var b bytes.Buffer
	out := cli.NewStream(&b)
	out.Terminal, out.Width = true, width
	write(&cli.View{Stdout: out, Stderr: cli.NewStream(&b)})
	out.Flush()
	return b.String()
}
