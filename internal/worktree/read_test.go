package worktree_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/patctl/patctl/internal/worktree"
)

// literal is a needle without anything around its core.
func literal(text string) worktree.Needle {
	return worktree.Needle{Core: []byte(text), Holds: func([]byte, int) bool { return true }}
}

// utf16Bytes encodes text with a byte order mark.
func utf16Bytes(text string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
			continue
		}
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestSearch(t *testing.T) {
	const needle = "needle"
	filler := strings.Repeat("0123456789abcde\n", 1<<15) // 512 KiB
	for name, test := range map[string]struct {
		raw  string
		want string // "": not found
	}{
		"plain":              {"a needle b", "a needle b"},
		"absent":             {"a nail", ""},
		"empty":              {"", ""},
		"binary":             {"a\x00 needle", ""},
		"zero far behind":    {strings.Repeat("a", 9000) + "\x00needle", strings.Repeat("a", 9000) + "\x00needle"},
		"byte order mark":    {"\xef\xbb\xbfneedle", "needle"},
		"UTF-16":             {string(utf16Bytes("ä needle 🙂", false)), "ä needle 🙂"},
		"UTF-16, big endian": {string(utf16Bytes("ä needle 🙂", true)), "ä needle 🙂"},
		"UTF-16, absent":     {string(utf16Bytes("ä nail 🙂", true)), ""},
		"at the end":         {filler + needle, filler + needle},
		"between two chunks": {filler[:256<<10-3] + needle, filler[:256<<10-3] + needle},
		"large, absent":      {filler + filler, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, []byte(test.raw), 0o644); err != nil {
				t.Fatal(err)
			}
			text, err := worktree.Search(path, literal(needle))
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case text == nil && test.want != "", text != nil && string(text.UTF8) != test.want:
				t.Errorf("found: %t", text != nil)
			case text == nil:
				return
			}
			if raw, ok := text.Encode(text.UTF8); !ok || !bytes.Equal(raw, []byte(test.raw)) {
				t.Error("it is not encoded as it was")
			}
		})
	}
}

func TestTextOfBrokenUTF16IsNotWritten(t *testing.T) {
	for _, raw := range []string{"\xff\xfea\x00\x00\xd8b\x00", "\xff\xfea\x00b"} {
		text, err := worktree.Read(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := text.Encode(text.UTF8); ok {
			t.Errorf("%q loses nothing", raw)
		}
	}
}

func TestSearchSaysWhatItCannotRead(t *testing.T) {
	if _, err := worktree.Search(filepath.Join(t.TempDir(), "nowhere"), literal("x")); err == nil {
		t.Error("a file that does not exist")
	}
	if _, err := worktree.Search(t.TempDir(), literal("x")); err == nil {
		t.Error("a directory")
	}
	path := filepath.Join(t.TempDir(), "large")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.WriteString(strings.Repeat("a", 10_000) + "needle")
	if err := f.Truncate(worktree.MaxSize + 1); err != nil {
		t.Fatal(err)
	}
	if _, err := worktree.Search(path, literal("needle")); err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Error(err)
	}
	if text, err := worktree.Search(path, literal("nail")); text != nil || err != nil {
		t.Error("a large file without the needle:", text, err)
	}
}
