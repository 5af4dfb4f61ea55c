package templatereport_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/templatereport"
)

func templates(list ...*hcl.Template) templatereport.Templates {
	return templatereport.Templates{Version: "1.2.3", Catalog: catalog.Default(), List: list}
}

// write returns the templates in a format.
func write(t *testing.T, name string, ts templatereport.Templates, color bool) string {
	t.Helper()
	f, err := templatereport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Write(&b, ts, format.Style{Color: color}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
