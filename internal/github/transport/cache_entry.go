package transport

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
)

// cacheEntry is a file of the cache: a line of JSON with what follows here, and
// the body as it came.
type cacheEntry struct {
	ETag     string `json:"etag"`
	Range    string `json:"range,omitempty"` // of time, that the answer is about
	NextPage int    `json:"next_page,omitempty"`
	LastPage int    `json:"last_page,omitempty"`
	Sum      string `json:"sum"` // of all of this and the body
	body     []byte
}

func newHash() hash.Hash { return sha256.New() }

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// sum is that of an entry. A disk may also spoil the numbers of pages, which decide what is read.
func (e *cacheEntry) sum() string {
	return sumOf(append(fmt.Appendf(nil, "%q %q %d %d\n", e.ETag, e.Range, e.NextPage, e.LastPage), e.body...))
}

// cacheVersion changes when entries of earlier releases must not be used any more:
// the first release also kept answers from which GitHub had left something out.
const cacheVersion = "2"

// entryKey names the place of an answer. It tells nothing of the credentials.
func entryKey(identity, address string) string {
	return sumOf([]byte(cacheVersion + "\x00" + identity + "\x00" + address))
}

// Directory keeps answers in files, for later processes.
type Directory string

func (d Directory) file(key string) string { return filepath.Join(string(d), key[:2], key[2:]) }

func (d Directory) read(key string) (*cacheEntry, bool) {
	data, err := os.ReadFile(d.file(key))
	if err != nil {
		return nil, false
	}
	head, body, found := bytes.Cut(data, []byte("\n"))
	entry := cacheEntry{body: body}
	if !found || json.Unmarshal(head, &entry) != nil || entry.ETag == "" || entry.Sum != entry.sum() {
		return nil, false
	}
	return &entry, true
}

func (d Directory) write(key string, e *cacheEntry) { _ = e.write(d.file(key)) } // a cache may fail

// write replaces a file of the user alone, whole or not at all. It does not wait
// for the disk: an entry that a crash has spoiled is no entry.
func (e *cacheEntry) write(file string) error {
	e.Sum = e.sum()
	head, err := json.Marshal(e)
	if err != nil {
		return err
	}
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "new-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(append(head, '\n'), e.body...))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
