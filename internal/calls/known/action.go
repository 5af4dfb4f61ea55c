package known

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/action"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// lookUpAction finds a public action.
func lookUpAction(name string, arguments reading.Arguments) (Call, bool) {
	a, ok := action.Find(name)
	if !ok {
		return Call{}, false
	}
	k := Call{Title: "uses " + a.Name, Need: a.Need}
	if strings.HasPrefix(a.Need.Source, "https://") {
		k.Doc = a.Need.Source
	}
	inputs, shown := arguments.Words()
	given := slices.ContainsFunc(inputs, func(input string) bool {
		return a.TokenInput != "" && strings.HasPrefix(strings.ToLower(input), strings.ToLower(a.TokenInput)+"=")
	})
	switch {
	case given:
		k.Title += " with " + a.TokenInput
	case shown && a.TokenInput != "" && a.DefaultsToGitHubToken:
		k.Remarks = append(k.Remarks, fmt.Sprintf("It uses GITHUB_TOKEN because the input %s is not set.", a.TokenInput))
	case a.TokenInput != "" && a.DefaultsToGitHubToken:
		k.Remarks = append(k.Remarks, fmt.Sprintf("It uses GITHUB_TOKEN unless the input %s has another token.", a.TokenInput))
	case a.TokenInput != "":
		k.Remarks = append(k.Remarks, fmt.Sprintf("It takes the token in the input %s.", a.TokenInput))
	}
	for _, more := range a.More {
		k.more(more, inputs)
	}
	if a.Need.Note != "" {
		k.Remarks = append(k.Remarks, sentence(a.Need.Note))
	}
	return k, true
}

// conditionRemark says what some uses of an action need.
func conditionRemark(more action.Condition) string {
	if len(more.Sets) == 0 || more.When == "" {
		return sentence(more.Text)
	}
	sets := make([]string, len(more.Sets))
	for i, set := range more.Sets {
		sets[i] = SetText(set)
	}
	if when, ok := strings.CutPrefix(more.When, "if "); ok {
		return fmt.Sprintf("If %s, it also needs %s.", when, strings.Join(sets, ", or "))
	}
	return fmt.Sprintf("%s: %s.", sentence(more.When)[:len(more.When)], strings.Join(sets, ", or "))
}

// What a condition of an action is about: an input by its name, with what it has to
// be; the configuration of the action, which has such a name too; another step.
var (
	inputName  = lazyregexp.New(`^([A-Za-z][\w-]*)(?: (input|false|none|workflow|environment|dependabot))?$|^([a-z]+(?:[_-][a-z]+)+) with `)
	ofSettings = []string{"autolabeler", "vulnerabilityAlerts", "workflow_run"}
	ofOthers   = []string{"pushing later with the same token"}
)

// more adds what some uses need. What an input decides is needed where the input is
// given, and open where its value is not in the text. What only the run decides, such as
// the files that change, is open in every use.
func (k *Call) more(more action.Condition, inputs []string) {
	if len(more.Sets) == 0 || more.When == "" || slices.Contains(ofOthers, more.When) {
		k.Remarks = append(k.Remarks, conditionRemark(more))
		return
	}
	match := inputName.FindStringSubmatch(more.When)
	if match == nil || slices.Contains(ofSettings, more.When) {
		k.May = append(k.May, May{more.When, more.Sets})
		return
	}
	value, given := inputOf(inputs, match[1]+match[3])
	switch {
	case !given, value == "false", value == "":
		k.Remarks = append(k.Remarks, conditionRemark(more))
	case match[2] != "" && match[2] != "input" && !strings.Contains(value, "${{") && !strings.EqualFold(value, match[2]):
	case strings.Contains(value, "${{"), match[2]+match[3] != "", len(more.Sets) > 1:
		k.May = append(k.May, May{more.When, more.Sets})
	default:
		k.Title += " and " + match[1]
		k.add(more.Sets[0])
	}
}

// inputOf is the value of an input.
func inputOf(inputs []string, name string) (value string, given bool) {
	for _, input := range inputs {
		if key, value, _ := strings.Cut(input, "="); strings.EqualFold(key, name) {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// add adds permissions to every set.
func (k *Call) add(set pat.Permissions) {
	if len(k.Need.Sets) == 0 {
		k.Need.Sets = []pat.Permissions{{}}
	}
	sets := make([]pat.Permissions, len(k.Need.Sets))
	for i, old := range k.Need.Sets {
		sets[i] = catalog.Union(maps.Clone(old), set)
	}
	k.Need.Sets = sets
}
