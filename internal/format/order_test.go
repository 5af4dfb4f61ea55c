package format

import (
	"bufio"
	"io"
	"runtime"
	"testing"
)

// TestPanicInAPart: a mistake of ours in one part ends the whole, as the caller expects.
func TestPanicInAPart(t *testing.T) {
	before := runtime.GOMAXPROCS(4)
	defer runtime.GOMAXPROCS(before)
	defer func() {
		if got := recover(); got != "a mistake" {
			t.Errorf("got %v", got)
		}
	}()
	InOrder(bufio.NewWriter(io.Discard), 10*perPart, func(_ *bufio.Writer, from, _ int) {
		if from == 3*perPart {
			panic("a mistake")
		}
	})
	t.Error("there was no panic")
}
