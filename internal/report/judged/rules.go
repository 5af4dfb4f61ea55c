package judged

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

const replaceToken = "Replace the token by one made with the link of the report, or change the template."

// ruleTexts are by the name of the rule.
var ruleTexts = map[string]format.RuleText{
	"undeclared-token": {
		What: "No template fits the request or token.",
		Todo: "Declare a template for it, or replace it by a token that one of the templates allows.",
	},
	"permission-extra":    {What: "The request or token has a permission that its template does not have.", Todo: replaceToken},
	"permission-elevated": {What: "A permission of the request or token has a higher level than its template grants.", Todo: replaceToken},
	"permission-missing": {
		What: "The request or token has less than its template grants, so that it may not work.",
		Todo: "Replace the token, or take from the template what nobody needs.",
	},
	"repositories-wider": {What: "The request or token selects repositories more widely than its template.", Todo: replaceToken},
	"repository-extra":   {What: "The request or token selects a repository that its template does not list.", Todo: replaceToken},
	"lifetime-exceeded":  {What: "The request or token lives longer than its template allows.", Todo: replaceToken},
	"never-expires":      {What: "The request or token never expires, and its template sets an end, or it has no template.", Todo: replaceToken},
	"owner-not-allowed":  {What: "Somebody holds the token whom its template does not name.", Todo: "Revoke the token, or add its owner to the template."},
	"name-differs": {
		What: "The request or token fits a template whose name it does not bear.",
		Todo: "Give the token the name of its template, so that people find the one by the other.",
	},
	"unknown-permission": {
		What: "The catalog of patctl does not know a permission of the request or token.",
		Todo: "Use a newer patctl, or declare the permission in a permission block.",
	},
	"expired-request": {What: "The token of a pending request has expired already.", Todo: "Deny the request."},
	"expires-soon":    {What: "The token expires within a few days.", Todo: "Renew the token, if it is still needed."},
	"unused-token":    {What: "The token was not used for a long time.", Todo: "Revoke the token, if nobody needs it."},
}

// rulesPage describes every rule at its name.
const rulesPage = "https://github.com/patctl/patctl/blob/main/docs/rules.md"

// DescribeRule returns what there is to say of a rule, and the page that says more.
func DescribeRule(name string) (format.RuleText, string) {
	if known, ok := ruleTexts[name]; ok {
		return known, rulesPage + "#" + name
	}
	if policy, ok := strings.CutPrefix(name, pat.PolicyRulePrefix); ok {
		return format.RuleText{
			What: "The condition of the policy " + diag.Printable(policy) + " of the configuration does not hold.",
			Todo: "Read the message of the finding. It comes from the author of the policy.",
		}, rulesPage + "#policies"
	}
	return format.RuleText{What: "A rule that this version of patctl does not know.", Todo: "Use a newer patctl."}, rulesPage
}

// DefaultSeverity is the severity of a rule where no setting changes it.
func DefaultSeverity(name string) pat.Severity {
	for _, r := range pat.Rules() {
		if r.Name == name {
			return r.Severity
		}
	}
	return pat.SeverityError
}

// RuleLink shows the name of a rule, with a link to what the documentation says of
// it. A name that no rule has may come from anywhere, and could be a command to the
// log of a workflow where it begins a line.
func RuleLink(p format.Palette, name string) string {
	if _, known := ruleTexts[name]; !known && !strings.HasPrefix(name, pat.PolicyRulePrefix) {
		return Quoted(name)
	}
	_, page := DescribeRule(name)
	return p.Link(page, diag.Printable(name))
}
