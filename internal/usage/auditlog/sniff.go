package auditlog

import (
	"bufio"
	"bytes"
)

// IsRecord reports whether the beginning of a file, which may be compressed, is that of a
// record, and not that of an audit log. It looks at the keys only: record.Read says
// whether it is one that can be used.
func IsRecord(head []byte) bool {
	r, err := open(bufio.NewReaderSize(bytes.NewReader(head), len(head)+1))
	if err != nil {
		return false
	}
	text := make([]byte, HeadSize)
	n := 0
	for n < len(text) {
		more, err := r.Read(text[n:])
		n += more
		if err != nil {
			break // the head may be a part of compressed data
		}
	}
	return describe(text[:n]) == aRecord
}

const aRecord = "a record of patctl record"

// documents are what a file that is no audit log may be, by the keys that it begins with.
var documents = []struct {
	keys []string
	what string
}{
	{[]string{"format_version", "exit_code", "calls"}, aRecord},
	{[]string{"format_version", "calls", "refused"}, aRecord},
	{[]string{"format_version", "calls", "gaps"}, aRecord},
	{[]string{"format_version", "configuration", "summary"}, "a report of patctl audit"},
	{[]string{"format_version", "selection", "summary"}, "a report of patctl audit"},
	{[]string{"format_version", "host", "organizations"}, "a snapshot of patctl pull"},
	{[]string{"format_version"}, "another document of patctl"},
	{[]string{"log"}, "a HAR file"},
}

// describe says what a text is that is no audit log, by its beginning, or "".
func describe(head []byte) string {
	text := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("<")):
		return "HTML or XML"
	case bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return "a ZIP file. Unpack it first"
	case bytes.HasPrefix(text, []byte("\x28\xb5\x2f\xfd")):
		return "a file that is compressed with zstd. Decompress it first"
	case !bytes.HasPrefix(text, []byte("{")):
		return ""
	}
	keys := keysOf(text)
	for _, document := range documents {
		all := true
		for _, key := range document.keys {
			all = all && keys[key]
		}
		if all {
			return document.what
		}
	}
	return ""
}

// keysOf are the keys of an object, not of those in it, as far as the text goes. It need
// not be valid.
func keysOf(text []byte) map[string]bool {
	keys := map[string]bool{}
	depth := 0
	for at := 0; at < len(text); at++ {
		switch text[at] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return keys
			}
		case '"':
			end := textEnd(text, at)
			behind := bytes.TrimLeft(text[min(end+1, len(text)):], " \t\r\n")
			if depth == 1 && bytes.HasPrefix(behind, []byte(":")) {
				keys[string(text[at+1:end])] = true
			}
			at = end
		}
	}
	return keys
}
