package layout

import (
	"bytes"
	"errors"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// pieceSize is the size in bytes from which a file is formatted in pieces, side
// by side. Below it there is nothing to gain.
const pieceSize = 64 << 10

var errNotAPiece = errors.New("not a piece of its own")

// split cuts src into pieces of at least size bytes, but for the last. Each
// ends after a line that is only a closing brace, as a block at the top level
// does. Whether it is one is not known here: the line may be in a heredoc.
func split(src []byte, size int) [][]byte {
	var pieces [][]byte
	for len(src) > size {
		end := closingLine(src, size)
		if end < 0 {
			break
		}
		pieces = append(pieces, src[:end])
		src = src[end:]
	}
	return append(pieces, src)
}

// closingLine returns where the first line that is only a closing brace ends,
// from the position from on, or -1.
func closingLine(src []byte, from int) int {
	for {
		at := bytes.Index(src[from:], []byte("\n}"))
		if at < 0 {
			return -1
		}
		from += at + len("\n}")
		rest := src[from:]
		end := bytes.IndexByte(rest, '\n')
		if end == 0 || end == 1 && rest[0] == '\r' {
			return from + end + 1
		}
	}
}

// formatPieces formats the pieces of a file each for itself. That gives the
// same as for the whole, and is reported as ok, where each piece can be read
// alone and has only blocks: brackets, heredocs and comments then end with it,
// and the line at its end belongs to no column of equals signs or comments.
// Otherwise, and for every mistake, the whole has to be read.
func formatPieces(pieces [][]byte) (out []byte, ok bool) {
	done := make([][]byte, len(pieces))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, piece := range pieces {
		group.Go(func() error {
			text, err := formatPiece(piece, i == 0)
			done[i] = text
			return err
		})
	}
	if group.Wait() != nil {
		return nil, false
	}
	return slices.Concat(done...), true
}

func formatPiece(piece []byte, first bool) ([]byte, error) {
	if !first && len(withoutBOM(piece)) < len(piece) {
		return nil, errNotAPiece // a byte order mark is only at the start of a file
	}
	out, arguments, diags := formatWhole(piece, "")
	if diags.HasErrors() || arguments { // two of one name are a mistake, also in two pieces
		return nil, errNotAPiece
	}
	return out, nil
}
