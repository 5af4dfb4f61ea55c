package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// rulesExist: a rule block changes a built-in rule, in what that rule has.
func rulesExist(r *run) {
	rules := pat.Rules()
	for _, setting := range r.Rules {
		i := slices.IndexFunc(rules, func(rule pat.Rule) bool { return rule.Name == setting.Name })
		if i < 0 {
			unknownRule(r, setting)
			continue
		}
		days(r, setting, rules[i])
		staysOn(r, setting)
	}
}

// staysOn: a report without the tokens that nobody agreed on would be an all-clear.
func staysOn(r *run, setting *hcl.RuleSetting) {
	if setting.Name == "undeclared-token" && setting.Severity == pat.SeverityOff {
		r.error(nil, setting.ArgumentRange("severity"), "invalid-severity", "Rule cannot be turned off",
			`The rule "undeclared-token" reports tokens that match no template. Without it, a report could look as if there were none. Set "warning" or "notice", or declare exceptions.`)
	}
}

func unknownRule(r *run, setting *hcl.RuleSetting) {
	detail := fmt.Sprintf("There is no built-in rule %q.", setting.Name)
	if r.policyRules[pat.PolicyRulePrefix+setting.Name] {
		detail += " It is a policy. Set its severity in the policy block."
	} else {
		detail += meantBuiltIn(setting.Name) + " The rules are " + quoted(ruleNames(), "and") + "."
	}
	r.error(nil, setting.Range, "unknown-rule", "Unknown rule", detail)
}

// meantBuiltIn is the question for the built-in rule that was meant: a near one, or
// the only one that has the word in its name.
func meantBuiltIn(name string) string {
	if meant := diag.DidYouMean(name, ruleNames()); meant != "" {
		return meant
	}
	var with []string
	for _, rule := range ruleNames() {
		if slices.Contains(strings.Split(rule, "-"), name) {
			with = append(with, rule)
		}
	}
	if len(with) == 0 {
		return ""
	}
	return " Did you mean " + quoted(with, "or") + "?"
}

func days(r *run, setting *hcl.RuleSetting, rule pat.Rule) {
	if rule.Days == 0 && setting.Given("days") {
		r.error(nil, setting.ArgumentRange("days"), "unsupported-setting", "Unsupported setting of a rule",
			fmt.Sprintf("The rule %q does not use days. Only %s do. Remove the argument.", rule.Name, quoted(rulesWithDays(), "and")))
		return
	}
	if setting.Days != nil && *setting.Days < 1 {
		r.error(nil, setting.ArgumentRange("days"), "invalid-limit", "Invalid limit",
			fmt.Sprintf("The rule %q requires at least 1 day, and days cannot be %d. To turn off the rule, set severity = \"off\".", rule.Name, *setting.Days))
	}
}

func rulesWithDays() []string {
	var names []string
	for _, rule := range pat.Rules() {
		if rule.Days > 0 {
			names = append(names, rule.Name)
		}
	}
	return names
}
