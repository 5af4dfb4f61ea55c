package report_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report"
)

func templates(list ...*hcl.Template) report.Templates {
	return report.Templates{Version: "1.2.3", Catalog: catalog.Default(), List: list}
}

// write returns the templates in a format.
func write(t *testing.T, name string, ts report.Templates, color bool) string {
	t.Helper()
	f, err := report.TemplateFormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Write(&b, ts, report.Style{Color: color}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
