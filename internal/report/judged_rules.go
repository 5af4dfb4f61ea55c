package report

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

const replaceToken = "Replace the token by one made with the link of the report, or change the template."

// ruleTexts are by the name of the rule.
var ruleTexts = map[string]ruleText{
	"undeclared-token": {
		"No template fits the request or token.",
		"Declare a template for it, or replace it by a token that one of the templates allows.",
	},
	"permission-extra":    {"The request or token has a permission that its template does not have.", replaceToken},
	"permission-elevated": {"A permission of the request or token has a higher level than its template grants.", replaceToken},
	"permission-missing": {
		"The request or token has less than its template grants, so that it may not work.",
		"Replace the token, or take from the template what nobody needs.",
	},
	"repositories-wider": {"The request or token selects repositories more widely than its template.", replaceToken},
	"repository-extra":   {"The request or token selects a repository that its template does not list.", replaceToken},
	"lifetime-exceeded":  {"The request or token lives longer than its template allows.", replaceToken},
	"never-expires":      {"The request or token never expires, and its template sets an end, or it has no template.", replaceToken},
	"owner-not-allowed":  {"Somebody holds the token whom its template does not name.", "Revoke the token, or add its owner to the template."},
	"name-differs": {
		"The request or token fits a template whose name it does not bear.",
		"Give the token the name of its template, so that people find the one by the other.",
	},
	"unknown-permission": {
		"The catalog of patctl does not know a permission of the request or token.",
		"Use a newer patctl, or declare the permission in a permission block.",
	},
	"expired-request": {"The token of a pending request has expired already.", "Deny the request."},
	"expires-soon":    {"The token expires within a few days.", "Renew the token, if it is still needed."},
	"unused-token":    {"The token was not used for a long time.", "Revoke the token, if nobody needs it."},
}

// rulesPage describes every rule at its name.
const rulesPage = "https://github.com/patctl/patctl/blob/main/docs/rules.md"

// describeRule returns what there is to say of a rule, and the page that says more.
func describeRule(name string) (ruleText, string) {
	if known, ok := ruleTexts[name]; ok {
		return known, rulesPage + "#" + name
	}
	if policy, ok := strings.CutPrefix(name, pat.PolicyRulePrefix); ok {
		return ruleText{
			"The condition of the policy " + diag.Printable(policy) + " of the configuration does not hold.",
			"Read the message of the finding: whoever wrote the policy wrote it.",
		}, rulesPage + "#policies"
	}
	return ruleText{"A rule that this version of patctl does not know.", "Use a newer patctl."}, rulesPage
}

// defaultSeverity is the severity of a rule where no setting changes it.
func defaultSeverity(name string) pat.Severity {
	for _, r := range pat.Rules() {
		if r.Name == name {
			return r.Severity
		}
	}
	return pat.SeverityError
}

// ruleLink shows the name of a rule, with a link to what the documentation says of it.
func ruleLink(p palette, name string) string {
	_, page := describeRule(name)
	return p.link(page, diag.Printable(name))
}
