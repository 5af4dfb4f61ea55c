package assist

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// maxItems is how many items a list has at most. A client asks again as the user types.
const maxItems = 200

// Formats of inserted texts, as the specification numbers them.
const (
	plain   = 1
	snippet = 2
)

// completer collects what can be at a place.
type completer struct {
	Question
	module module
	base   int // where the part begins
	c      *cursor.Cursor
	w      want

	start, end int    // of what an item replaces, from the beginning of the part
	typed      string // in it, before the place
	brief      bool   // without what can be anywhere, such as functions
	list       protocol.CompletionList
}

// option is a text that can be at a place.
type option struct {
	text   string
	detail string
	doc    string // Markdown
	kind   int
	found  bool // it has what is typed, in its own way
}

// Complete are the items for a place.
func Complete(ctx context.Context, q Question) protocol.CompletionList {
	k := completer{Question: q, module: module{q.Module}}
	k.list.Items = []protocol.CompletionItem{}
	if ctx.Err() != nil || q.isLineBegun() {
		return k.list
	}
	if filename.IsJSON(q.Name) {
		k.completeJSON()
		return k.list
	}
	k.base, k.c = q.cursor()
	if !k.c.Comment {
		k.brief = q.Typed == " " || q.Typed == "="
		k.w = k.module.wantAt(q.Name, k.c)
		k.start, k.end = k.c.Word()
		k.native()
	}
	return k.list
}

// native completes native syntax.
func (k *completer) native() {
	top := k.c.Top()
	switch {
	case top.Opener == cursor.InHeredoc:
	case top.Opener == cursor.InString:
		k.inString(top)
	case k.w.label:
		k.typed = string(k.c.Text[k.start:k.c.At])
		k.options(k.labels(), quoted)
	case k.w.body && k.brief:
	case k.w.body:
		k.typed = string(k.c.Text[k.start:k.c.At])
		k.items(top)
	default:
		k.typed = string(k.c.Text[k.start:k.c.At])
		k.expression(top)
	}
}

// inString completes what is between quotes.
func (k *completer) inString(top *cursor.Frame) {
	k.start, k.end = top.Start, k.c.End
	k.typed = string(k.c.Text[k.start:k.c.At])
	if strings.Contains(k.typed, "${") || strings.Contains(k.typed, "%{") {
		return
	}
	if bytes.Contains(k.c.Text[k.c.At:k.end], []byte("${")) {
		k.end = k.c.At
	}
	form := bare
	if !k.c.Closed {
		form = func(text string) string { return quoteless(text) + `"` }
	}
	if k.w.label {
		k.options(k.labels(), form)
		return
	}
	if isKey(k.c) {
		k.w.role = key
	}
	if options := k.compared(top.Start - 1); options != nil {
		k.options(options, form)
		return
	}
	k.options(k.texts(), form)
}

func bare(text string) string      { return quoteless(text) }
func quoted(text string) string    { return `"` + quoteless(text) + `"` }
func unchanged(text string) string { return text }

// quoteless writes a text as it is between quotes.
func quoteless(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{").Replace(text)
}

// labels are those that a block can have.
func (k *completer) labels() []option {
	var out []option
	switch b := k.w.block; b {
	case schema.Rule:
		for _, name := range b.Words {
			out = append(out, k.rule(name))
		}
	case schema.Organization:
		for _, login := range k.module.Used("target_name") {
			out = append(out, option{text: login, detail: "organization", kind: protocol.CompletionValue})
		}
	}
	return out
}

// options adds options in a form.
func (k *completer) options(options []option, form func(string) string) {
	for _, o := range options {
		k.add(item{option: o, insert: form(o.text)})
	}
}

// item is an option with what is inserted for it.
type item struct {
	option
	insert  string
	snippet bool
	rank    int // lower is first
	filter  string
}

// current is the string at the place.
func (k *completer) current() string {
	if k.c == nil || k.end > len(k.c.Text) || k.start > k.end {
		return ""
	}
	return string(k.c.Text[k.start:k.end])
}

// add adds an item if what is typed may become it.
func (k *completer) add(i item) {
	filter := i.filter
	if filter == "" {
		filter = i.text
	}
	if !like(filter, k.typed) {
		if !i.found {
			return
		}
		filter = k.typed // the client would drop it
	}
	near := 1
	if !strings.HasPrefix(strings.ToLower(filter), strings.ToLower(k.typed)) {
		near = 2
	}
	if len(k.list.Items) >= maxItems {
		k.list.IsIncomplete = true
		return
	}
	out := protocol.CompletionItem{
		Label: i.text, Kind: i.kind, Detail: i.detail, InsertTextFormat: plain,
		SortText: fmt.Sprintf("%d%d%03d", near, i.rank, len(k.list.Items)),
		TextEdit: &protocol.TextEdit{Range: k.replaced(), NewText: i.insert},
	}
	if i.snippet {
		out.InsertTextFormat = snippet
	}
	if i.doc != "" {
		out.Documentation = markdown(i.doc)
	}
	// The client compares with what it replaces, which may have a quote.
	if out.FilterText = filter; strings.HasPrefix(i.insert, `"`) && k.start < k.end && k.c != nil && k.c.Text[k.start] == '"' {
		out.FilterText = `"` + filter
	}
	if out.FilterText == out.Label {
		out.FilterText = ""
	}
	k.list.Items = append(k.list.Items, out)
}

// replaced is what an item replaces, which has to be on one line.
func (k *completer) replaced() protocol.Range {
	r := k.Document.Range(k.base+k.start, k.base+k.end)
	if r.Start.Line != r.End.Line { // a carriage return is a line break for clients
		at := k.base + k.start + len(k.typed)
		r = k.Document.Range(at, at)
	}
	return r
}

// like reports whether a text has the characters of what is typed in their order, as clients
// filter.
func like(text, typed string) bool {
	text = strings.ToLower(text)
	for _, r := range strings.ToLower(typed) {
		i := strings.IndexRune(text, r)
		if i < 0 {
			return false
		}
		text = text[i+len(string(r)):]
	}
	return true
}
