package judged

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

const replaceToken = "Replace the token with one created from the link in the report, or change the template."

// ruleTexts maps the name of each rule to its description.
var ruleTexts = map[string]format.RuleText{
	"undeclared-token": {
		What: "No template matches the request or token.",
		Todo: "Declare a template for it, or replace it with a token that matches a template.",
	},
	"permission-extra":    {What: "The request or token has a permission that its template does not grant.", Todo: replaceToken},
	"permission-elevated": {What: "The request or token has a higher access level for a permission than its template grants.", Todo: replaceToken},
	"permission-missing": {
		What: "The request or token lacks access that its template grants. It may not work.",
		Todo: "Replace the token, or remove the access from the template if it is not needed.",
	},
	"repositories-wider": {What: "The request or token has access to a wider selection of repositories than its template grants.", Todo: replaceToken},
	"repository-extra":   {What: "The request or token has access to a repository that its template does not list.", Todo: replaceToken},
	"lifetime-exceeded":  {What: "The request or token has a longer lifetime than its template allows.", Todo: replaceToken},
	"never-expires":      {What: "The request or token never expires. Its template sets an expiration, or no template matches it.", Todo: replaceToken},
	"owner-not-allowed":  {What: "The owner of the request or token is not one of the owners in its template.", Todo: "Deny the request or revoke the token, or add its owner to the template."},
	"name-differs": {
		What: "The request or token matches a template that has a different name.",
		Todo: "Rename the token to match its template, so that people can find one from the other.",
	},
	"unknown-permission": {
		What: "The request or token has a permission that is not in patctl's catalog.",
		Todo: "Upgrade patctl, or declare the permission in a permission block.",
	},
	"expired-request": {What: "The token of a pending request has already expired.", Todo: "Deny the request."},
	"expires-soon":    {What: "The token expires within a few days.", Todo: "Renew the token if it is still needed."},
	"unused-token":    {What: "The token has not been used for a long time.", Todo: "Revoke the token if it is no longer needed."},
	"unused-permission": {
		What: "The token has a permission that the log shows no use of.",
		Todo: "Remove the permission from the template, and replace the token, if nothing that runs rarely needs it.",
	},
	"unused-write": {
		What: "The token has a higher access level for a permission than the log shows a use of.",
		Todo: "Lower the level in the template, and replace the token, if nothing that runs rarely needs it.",
	},
	"unused-repositories": {
		What: "The token has access to repositories that the log shows no use of.",
		Todo: "Select only the repositories that the token needs.",
	},
	"beyond-template": {
		What: "The token made calls that its template does not grant.",
		Todo: "Add the permission to the template if the calls are intended. Otherwise, replace the token, and expect them to fail.",
	},
	"classic-token": {
		What: "A classic token is in use. No template limits what it can do.",
		Todo: "Replace it with fine-grained tokens. Run patctl migrate to see which ones.",
	},
}

// DescribeRule returns the description of a rule and the address of its documentation.
func DescribeRule(name string) (format.RuleText, string) {
	if known, ok := ruleTexts[name]; ok {
		return known, pat.RulesPage + "#" + name
	}
	if policy, ok := strings.CutPrefix(name, pat.PolicyRulePrefix); ok {
		return format.RuleText{
			What: "The request or token does not meet the condition of the policy " + diag.Printable(policy) + ".",
			Todo: "Read the message of the finding. The author of the policy wrote it.",
		}, pat.RulesPage + "#policies"
	}
	return format.RuleText{What: "This version of patctl does not know this rule.", Todo: "Upgrade patctl."}, pat.RulesPage
}

// DefaultSeverity returns the severity of a rule that no rule block changes.
func DefaultSeverity(name string) pat.Severity {
	for _, r := range pat.Rules() {
		if r.Name == name {
			return r.Severity
		}
	}
	return pat.SeverityError
}

// RuleWords names a finding with its severity, and the exception that covers it.
func RuleWords(p format.Palette, f *Finding) string {
	out := RuleLink(p, f.Rule) + ", " + p.Severity(string(f.Severity))
	if f.ExceptedBy != nil {
		out += ", " + p.Warning("excepted by "+Quoted(*f.ExceptedBy))
	}
	return out
}

// RuleLink shows the name of a rule, with a link to its documentation. An unknown
// name is quoted, because it may come from anywhere, and at the beginning of a line it
// could be a workflow command.
func RuleLink(p format.Palette, name string) string {
	if _, known := ruleTexts[name]; !known && !strings.HasPrefix(name, pat.PolicyRulePrefix) {
		return Quoted(name)
	}
	_, page := DescribeRule(name)
	return p.Link(page, diag.Printable(name))
}
