package workspace

import (
	"fmt"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/planreport"
)

// RenderAudit returns a report in a format whose name is known to be right.
func RenderAudit(doc *auditreport.Document, name string, style format.Style) []byte {
	return AuditFormat(name).Render(doc, style)
}

// AuditFormat returns the format of a name that is known to be right.
func AuditFormat(name string) auditreport.Format {
	format, err := auditreport.FormatNamed(name)
	if err != nil {
		panic(err)
	}
	return format
}

// RenderPlan returns a plan in a format whose name is known to be right.
func RenderPlan(doc *planreport.Document, name string, style planreport.Style) []byte {
	format, err := planreport.FormatNamed(name)
	if err != nil {
		panic(fmt.Sprintf("render a plan: %v", err))
	}
	return format.Render(doc, style)
}
