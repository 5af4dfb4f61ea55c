package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
)

// TestManyGlobs: globs that an audit can't look up cause one warning if there are very many of them.
func TestManyGlobs(t *testing.T) {
	const exception = "exception \"e№\" {\nrules = [\"undeclared-token\"]\nreason = \"r\"\nexpires = \"2026-12-31\"\n"
	const template = "template \"t№\" {\nname = \"t№\"\nexpires_in = 30\npermissions = { contents = \"read\" }\n"
	for block, want := range map[string]int{
		exception + `name = "*-№-*"`:                                        1,
		exception + `owner = "*-№-*"`:                                       1,
		exception + "owner = \"*-bot\"\nname = \"ci-*-№-*\"":                1,
		exception + "owner = \"mona-№\"\nname = \"*-№-*\"":                  0,
		exception + "owner = \"*-№\"\nname = \"*-№-*\"":                     0,
		exception + "token_id = 1№\nname = \"*-№-*\"":                       0,
		exception + `name = "ci-№-*"`:                                       0,
		exception + `name = "ci-№"`:                                         0,
		template + "match {\nname = \"ci-*-№-*\"\n}":                        1,
		template + "match {\nname = \"ci-*-№\"\n}":                          0,
		template + "target_name = \"octo-№\"\nmatch {\nname = \"*-№-*\"\n}": 0,
		template + `repositories = ["*-№-*"]`:                               0, // of one template each
	} {
		var configuration strings.Builder
		for i := range 1001 {
			configuration.WriteString(strings.ReplaceAll(block, "№", fmt.Sprint(i)) + "\n}\n")
		}
		diags, _ := run(t, "main.pat.hcl", configuration.String())
		n := 0
		for _, d := range diags {
			if diag.CodeOf(d) == "many-globs" {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: %d warnings", block, n)
		}
	}
}
