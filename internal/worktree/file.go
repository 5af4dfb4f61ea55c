package worktree

import "bytes"

// ErrTooLarge is a file that is larger than MaxSize. Its message says so.
var ErrTooLarge = errTooLarge

// ReadFile returns the text of a file, or nil where it is binary, which is decided
// as in Search. A file that is no binary and is larger than MaxSize is ErrTooLarge.
func ReadFile(path string) (*Text, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, sniffed)
	n, err := readFull(f, head)
	if err != nil {
		return nil, err
	}
	if markOf(head[:n]).encoding() == nil && bytes.IndexByte(head[:n], 0) >= 0 {
		return nil, nil
	}
	return whole(f)
}
