package transport

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
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
	Sum      string `json:"sum"` // of the body
	body     []byte
}

func newHash() hash.Hash { return sha256.New() }

func sumOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// cacheVersion changes when entries of earlier releases must not be used any more:
// the first release also kept answers from which GitHub had left something out.
const cacheVersion = "2"

// entryFile names the place of an answer. The name tells nothing of the
// credentials.
func entryFile(dir, identity, address string) string {
	name := sumOf([]byte(cacheVersion + "\x00" + identity + "\x00" + address))
	return filepath.Join(dir, name[:2], name[2:])
}

// readEntry returns an entry, unless there is none that is whole.
func readEntry(file string) (*cacheEntry, bool) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, false
	}
	head, body, found := bytes.Cut(data, []byte("\n"))
	entry := cacheEntry{body: body}
	if !found || json.Unmarshal(head, &entry) != nil || entry.ETag == "" || entry.Sum != sumOf(body) {
		return nil, false
	}
	return &entry, true
}

// write replaces a file of the user alone, whole or not at all. It does not wait
// for the disk: an entry that a crash has spoiled is no entry.
func (e *cacheEntry) write(file string) error {
	e.Sum = sumOf(e.body)
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
