package judged_test

import (
	"testing"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestPlacesOfTemplatesThatLookAlike: the page knows a template by what it shows of its address.
// If two addresses look the same, the findings of each still have their own place.
func TestPlacesOfTemplatesThatLookAlike(t *testing.T) {
	rows := judged.NewPackedRows(".", time.Unix(0, 0))
	var places []string
	for i, address := range []string{"template.t[\"a\u0001\"]", `template.t["a\x01"]`} {
		s := judged.Subject{Template: &address}
		marks := rows.Marks(&s, judged.NewMarks(&s))
		f := judged.Finding{Rule: "permission-extra", Range: &format.SourceRange{Filename: "main.pat.hcl", Start: format.SourcePosition{Line: 1 + i}}}
		kind, _ := rows.Kind(&f, &marks)
		places = append(places, rows.Texts.List[rows.Shapes.List[rows.Kinds.List[kind][0]][3]])
	}
	if rows.Text("template.t[\"a\u0001\"]") != rows.Text(`template.t["a\x01"]`) {
		t.Fatal("the addresses do not look the same")
	}
	if len(rows.Places) != 1 || places[0] != "\x04" || places[1] != "main.pat.hcl:2" {
		t.Errorf("%q, %v", places, rows.Places)
	}
}
