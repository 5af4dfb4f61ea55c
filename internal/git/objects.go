package git

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// maxObject is the size in bytes up to which objects are read. What is larger
// is known by its size only.
const maxObject = 64 << 20

// errMissing is not fs.ErrNotExist: what is not in the clone may well be in the
// revision.
var errMissing = errors.New("the clone does not have all objects of the revision, and patctl fetches nothing. Fetch the whole history, as with: git fetch --refetch --no-filter")

// object is a blob, a tree or a commit.
type object struct {
	kind string
	size int64
	data []byte // nil where size is beyond maxObject
}

// objects asks one process of git cat-file for objects. It keeps what it was
// given: a file is looked at before it is read.
type objects struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr bytes.Buffer

	mu     sync.Mutex
	known  map[string]*object
	broken error // after it, answers and questions no longer belong together
}

func (r *Repository) objects(ctx context.Context) (*objects, error) {
	o := &objects{cmd: r.command(ctx, "cat-file", "--batch"), known: map[string]*object{}}
	o.cmd.Stderr = &o.stderr
	stdin, err := o.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	o.stdin, o.stdout = stdin, bufio.NewReader(stdout)
	if err := o.cmd.Start(); err != nil {
		return nil, fmt.Errorf("run git: %w", err)
	}
	return o, nil
}

// close ends the process.
func (o *objects) close() error {
	err := o.stdin.Close()
	// What it still wants to say is of no interest.
	_, _ = io.Copy(io.Discard, o.stdout)
	return errors.Join(err, o.cmd.Wait())
}

// get returns an object. The name is one that git gave, with at most ^{tree} behind it.
func (o *objects) get(name string) (*object, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known, ok := o.known[name]; ok {
		return known, nil
	}
	if o.broken != nil {
		return nil, o.broken
	}
	got, err := o.ask(name)
	if errors.Is(err, errMissing) {
		return nil, err
	}
	if err != nil {
		o.broken = fmt.Errorf("read the object %s of Git: %w", name, err)
		if errors.Is(err, io.EOF) { // git has ended: an old one does so where it may not fetch
			o.broken = errMissing
		}
		return nil, o.broken
	}
	o.known[name] = got
	return got, nil
}

func (o *objects) ask(name string) (*object, error) {
	if _, err := io.WriteString(o.stdin, name+"\n"); err != nil {
		return nil, err
	}
	header, err := o.stdout.ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(header)
	if len(words) == 2 && words[1] == "missing" {
		return nil, errMissing
	}
	if len(words) != 3 {
		return nil, fmt.Errorf("git answers %q", strings.TrimSpace(header))
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil || size < 0 {
		return nil, fmt.Errorf("git answers %q", strings.TrimSpace(header))
	}
	got := &object{kind: words[1], size: size}
	return got, o.content(got)
}

// content reads what follows the header: the bytes and a line break.
func (o *objects) content(got *object) error {
	if got.size > maxObject {
		_, err := io.CopyN(io.Discard, o.stdout, got.size+1)
		return err
	}
	data := make([]byte, got.size+1)
	if _, err := io.ReadFull(o.stdout, data); err != nil {
		return err
	}
	got.data = data[:got.size]
	return nil
}

// treeEntry is a line of a tree.
type treeEntry struct {
	mode string // 100644, 100755, 120000, 40000, 160000
	name string
	id   string // of the object
}

// parseTree reads a tree as Git stores it: mode, space, name, zero byte, and the
// object's name in idSize bytes.
func parseTree(data []byte, idSize int) ([]treeEntry, error) {
	var entries []treeEntry
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, spaced := strings.Cut(string(head), " ")
		if !ok || !spaced || len(rest) < idSize {
			return nil, errors.New("a tree is malformed")
		}
		entries = append(entries, treeEntry{mode, name, hex.EncodeToString(rest[:idSize])})
		data = rest[idSize:]
	}
	return entries, nil
}
