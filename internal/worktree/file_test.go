package worktree_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/patctl/patctl/internal/worktree"
)

func TestReadFile(t *testing.T) {
	for raw, want := range map[string]string{
		"gh pr list\n":                     "gh pr list\n",
		"":                                 "",
		"\xef\xbb\xbfa":                    "a",
		string(utf16Bytes("ä 🙂\n", false)): "ä 🙂\n",
	} {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, []byte(raw), 0o644); err != nil {
			t.Fatal(err)
		}
		text, err := worktree.ReadFile(path)
		if err != nil || text == nil || string(text.UTF8) != want {
			t.Errorf("ReadFile of %q = %v, %v, want %q", raw, text, err, want)
		}
	}
}

func TestReadFileNoText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("a\x00b"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, err := worktree.ReadFile(path); text != nil || err != nil {
		t.Errorf("a binary file gave %v, %v", text, err)
	}
	if err := os.WriteFile(path, []byte("a"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, worktree.MaxSize+9000); err != nil {
		t.Fatal(err)
	}
	if text, err := worktree.ReadFile(path); text != nil || err != nil {
		t.Errorf("zeros gave %v, %v", text, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at := int64(0); at < 9000; at += 10 {
		if _, err := f.WriteAt([]byte("0123456789"), at); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := worktree.ReadFile(path); !errors.Is(err, worktree.ErrTooLarge) {
		t.Errorf("a huge file gave %v", err)
	}
}
