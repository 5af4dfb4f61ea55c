package cursor

// mark reads a bracket or an operator.
func (r *reader) mark(b byte) {
	f := r.current()
	r.pos++
	switch b {
	case '{':
		r.brace(f)
	case '[':
		r.push(InList)
	case '(':
		call := ""
		if r.before == r.pos-1 {
			call = LastWord(r.text[:r.before])
		}
		r.push(InCall).Call = call
	case '}':
		r.close(InObject, InBody, InInsert)
	case ']':
		r.close(InList)
	case ')':
		r.close(InCall)
	case '=':
		r.equals(f)
	case ':':
		if f.Opener == InObject && !f.Value {
			f.begin()
		}
		f.Operand = false
	case ',':
		if f.Opener == InObject {
			f.endItem()
		}
		f.Argument++
		f.Operand = false
	case '.':
	default:
		f.Operand = false
	}
}

func (r *reader) brace(f *Frame) {
	if !f.Value && (f.Opener == AtTop || f.Opener == InBody) {
		head, at := f.Words, f.wordsAt
		if len(head) > 0 {
			*f.Names = append(*f.Names, Named{head[0], at})
		}
		f.endItem()
		r.push(InBody).Head = head
		return
	}
	r.push(InObject)
}

func (r *reader) equals(f *Frame) {
	if r.pos < len(r.text) && (r.text[r.pos] == '=' || r.text[r.pos] == '>') {
		r.pos++
	} else if !f.Value && (f.Opener == AtTop || f.Opener == InBody || f.Opener == InObject) {
		f.begin()
	}
	f.Operand = false
}

// begin begins the value of the item.
func (f *Frame) begin() {
	f.Value = true
	if len(f.Words) > 0 {
		f.Key = f.Words[0]
		*f.Names = append(*f.Names, Named{f.Key, f.wordsAt})
	}
}

// close leaves the innermost frame with one of the openers. Brackets do not close braces.
func (r *reader) close(openers ...Opener) {
	for i := len(r.stack) - 1; i > 0; i-- {
		f := r.stack[i]
		for _, o := range openers {
			if f.Opener != o {
				continue
			}
			r.extra = r.extra || i < len(r.stack)-1
			r.stack = r.stack[:i+1]
			r.pop()
			switch f.Opener {
			case InBody:
				r.current().endItem()
				r.current().Operand = true // nothing follows on the line
			case InInsert:
				r.string()
			}
			return
		}
		if f.Opener == InBody || f.Opener == InObject || f.Opener == InInsert || f.Opener == InString {
			break
		}
	}
	r.extra = true
}
