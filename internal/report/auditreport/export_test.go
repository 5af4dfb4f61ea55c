package auditreport

import (
	"bufio"
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// PackedPage is the page that a document has if it is large.
func (d *Document) PackedPage() string {
	var b strings.Builder
	w := bufio.NewWriter(&b)
	d.page(w, format.Palette{}, -1)
	_ = w.Flush() // a Builder takes everything
	return b.String()
}
