package judged

import (
	"time"

	"github.com/patctl/patctl/internal/format"
)

// Organization is an organization that was audited.
type Organization struct {
	Login     string              `json:"login"`
	Templates int                 `json:"templates"` // that are declared for it
	Range     *format.SourceRange `json:"range"`     // of its block; null: it has none
	AsOf      *time.Time          `json:"as_of"`     // when what it has was judged as of, UTC; null in documents of an earlier version
	ReadAt    *time.Time          `json:"read_at"`   // when it was read, UTC; null in documents of an earlier version
	// TemplateAddresses are those of the templates, sorted. It is empty in
	// documents of an earlier version.
	TemplateAddresses []string `json:"template_addresses"`
}

// ListsTemplates reports whether the document says which templates there are.
func (o *Organization) ListsTemplates() bool { return len(o.TemplateAddresses) == o.Templates }
