package facts

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Every table must come out as it was recorded, with as many cells in each row as
// there are columns.
func TestRows(t *testing.T) {
	packed, err := compact.ReadDir("compact")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range packed {
		name := strings.TrimSuffix(file.Name(), ".tsv.gz")
		recorded, err := os.ReadFile(name + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(recorded), "\r\n", "\n"), "\n"), "\n")
		rows := Rows(name, strings.Split(lines[0], "\t")...)
		if len(rows) != len(lines)-1 {
			t.Errorf("%s has %d rows, want %d", name, len(rows), len(lines)-1)
			continue
		}
		for i, row := range rows {
			if strings.Join(row, "\t") != lines[i+1] {
				t.Errorf("%s: row %d is %q, want %q", name, i+1, row, lines[i+1])
			}
		}
	}
}

func TestOpened(t *testing.T) {
	before := len(Opened())
	Rows("gh-commands", "command")
	if after := Opened()[before:]; !slices.Equal(after, []string{"gh-commands"}) {
		t.Errorf("opened %q, want gh-commands alone", after)
	}
}
