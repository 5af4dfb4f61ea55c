package judged_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestEveryRuleIsDescribed: reports say what each rule is about, and link to its section.
func TestEveryRuleIsDescribed(t *testing.T) {
	for _, rule := range pat.Rules() {
		about, page := judged.DescribeRule(rule.Name)
		if about.What == "" || about.Todo == "" || !strings.HasSuffix(page, "#"+rule.Name) {
			t.Errorf("%s: %+v, %s", rule.Name, about, page)
		}
	}
}
