package cursor

import "bytes"

// string reads the rest of a string, up to its end, the end of the line, or an
// interpolation in it.
func (r *reader) string() {
	f := r.current()
	if f.Opener == InHeredoc {
		r.lines()
		return
	}
	for ; r.pos < len(r.text); r.pos++ {
		switch b := r.text[r.pos]; {
		case b == '\n' && !r.whole, b == '"' && !r.whole:
			r.endString(f, b == '"')
			return
		case b == '\\' && r.pos+1 < len(r.text) && r.text[r.pos+1] != '\n':
			if r.at == r.pos+1 {
				r.inside(f)
			}
			r.pos++
		case r.has("$${"), r.has("%%{"):
			r.pos += len("${")
		case r.has("${"), r.has("%{"):
			if r.at <= r.pos+1 {
				r.inside(f)
			}
			r.pos += len("${")
			r.push(InInsert)
			return
		}
	}
	r.pos = min(r.pos, len(r.text))
	r.endString(f, false)
}

// inside notes the place if it is in the string that is being read, before the current byte.
func (r *reader) inside(f *Frame) {
	if r.found || r.at > r.pos+1 || r.at < f.Start {
		return
	}
	r.capture(r.at)
	r.End, r.Closed = stringEnd(r.text, r.at, r.whole)
}

func (r *reader) endString(f *Frame, quote bool) {
	if !r.found && r.at <= r.pos {
		r.capture(r.at)
		r.End, r.Closed = r.pos, quote || r.whole
		if !r.Closed {
			r.End = r.at
		}
	}
	text := string(r.text[f.Start:r.pos])
	r.stack = r.stack[:len(r.stack)-1]
	if quote {
		r.pos++
	}
	if len(r.stack) == 0 {
		return
	}
	around := r.current()
	around.take(text, f.Start)
	if around.Opener == InList {
		*around.Texts = append(*around.Texts, Named{text, f.Start})
	}
}

// stringEnd is where the string around a place ends, without the quote.
func stringEnd(text []byte, at int, whole bool) (end int, closed bool) {
	if whole {
		return len(text), true
	}
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i, true
		case '\n':
			return at, false
		}
	}
	return at, false
}

// heredoc reads a heredoc with its lines.
func (r *reader) heredoc() {
	line, _, _ := bytes.Cut(r.text[r.pos:], []byte("\n"))
	word := bytes.TrimSpace(bytes.TrimPrefix(line[len("<<"):], []byte("-")))
	r.pos += len(line)
	if len(word) == 0 {
		return
	}
	f := r.push(InHeredoc)
	f.Call = string(word)
	r.lines()
}

// lines reads the lines of a heredoc up to an interpolation, or its end.
func (r *reader) lines() {
	f := r.current()
	for ; r.pos < len(r.text); r.pos++ {
		if r.text[r.pos] == '\n' {
			line, _, _ := bytes.Cut(r.text[r.pos+1:], []byte("\n"))
			if string(bytes.TrimSpace(line)) == f.Call {
				r.capture(r.pos)
				r.pos += 1 + len(line)
				r.pop()
				return
			}
			continue
		}
		if r.has("$${") || r.has("%%{") {
			r.pos += len("${")
			continue
		}
		if r.has("${") || r.has("%{") {
			r.capture(r.pos + 1)
			r.pos += len("${")
			r.push(InInsert)
			return
		}
	}
	r.pos = min(r.pos, len(r.text))
	r.capture(r.pos)
	r.pop()
}
