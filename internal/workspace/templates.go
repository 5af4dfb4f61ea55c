package workspace

import (
	"bytes"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/templatereport"
)

// Reported returns templates to be reported.
func Reported(cfg *hcl.Configuration, list []*hcl.Template) Templates {
	return Templates{templatereport.Templates{Version: cli.BuildVersion(), Host: cfg.Host, Catalog: cfg.Catalog, List: list}}
}

// Templates are templates to be reported.
type Templates struct{ templatereport.Templates }

// Render is styled with colours at most.
func (ts Templates) Render(name string, color bool) []byte {
	return ts.Styled(name, format.Style{Color: color})
}

// Styled returns the templates in a format whose name is known to be right.
func (ts Templates) Styled(name string, style format.Style) []byte {
	format, err := templatereport.FormatNamed(name)
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	_ = format.Write(&b, ts.Templates, style) // a Buffer takes everything
	return b.Bytes()
}
