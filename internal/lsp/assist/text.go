package assist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/catalog/page"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/pat"
)

// markdown is a text for people in Markdown.
func markdown(text string) *protocol.Markup {
	return &protocol.Markup{Kind: "markdown", Value: text}
}

var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`, "&", `\&`,
	"\n", " ", "\r", " ",
)

// shown is a text as Markdown shows it as it is, on one line.
func shown(text string) string { return escaper.Replace(text) }

// code is a text as code on one line.
func code(text string) string {
	text = strings.NewReplacer("\n", " ", "\r", " ").Replace(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

// permissionLink leads to GitHub's documentation of a permission.
func permissionLink(c *catalog.Catalog, p catalog.Permission) string {
	return fmt.Sprintf("\n\n[GitHub's documentation](%s)", cmp.Or(page.Of(c, p), page.Permissions))
}

// opensWords say how many endpoints a level opens.
func opensWords(c *catalog.Catalog, p catalog.Permission, level pat.Level) string {
	if p.Status == catalog.Declared {
		return ""
	}
	return diag.Counted(c.Opens(p.Name, level), "endpoint")
}

// permissionDoc is what is known about a permission.
func permissionDoc(c *catalog.Catalog, p catalog.Permission) string {
	var out strings.Builder
	fmt.Fprintf(&out, "**%s**", shown(p.Name))
	if p.DisplayName != "" && p.DisplayName != p.Name {
		fmt.Fprintf(&out, ": %s", shown(p.DisplayName))
	}
	if p.Section != "" {
		fmt.Fprintf(&out, " (%s)", p.Section)
	}
	switch p.Status {
	case catalog.Mistaken:
		fmt.Fprintf(&out, "\n\nGitHub ignores this name. The permission is named %s.", code(p.Instead))
		return out.String()
	case catalog.Alias:
		fmt.Fprintf(&out, "\n\nAnother name of %s.", code(p.Instead))
	case catalog.AppOnly:
		out.WriteString("\n\nOnly GitHub Apps can hold it.")
		return out.String()
	case catalog.Declared:
		out.WriteString("\n\nDeclared by a permission block.")
	}
	if p.Note != "" {
		fmt.Fprintf(&out, "\n\n%s", shown(p.Note))
	}
	if p.Name == "metadata" {
		out.WriteString("\n\nEvery other permission of this section includes it.")
	}
	out.WriteString("\n")
	for _, level := range p.Levels {
		fmt.Fprintf(&out, "\n- %s%s", code(string(level)), opened(c, p, level))
	}
	return out.String() + permissionLink(c, p)
}

// opened says what a level opens, with a few of the endpoints.
func opened(c *catalog.Catalog, p catalog.Permission, level pat.Level) string {
	n := c.Opens(p.Name, level)
	if n == 0 {
		return ": no endpoint in GitHub's data"
	}
	const few = 3
	var some []string
	for _, e := range c.EndpointsOf(p.Name, level) {
		if len(some) < few && needsAt(e, p.Name, level) {
			some = append(some, code(e.String()))
		}
	}
	text := ": " + diag.Counted(n, "endpoint")
	if len(some) > 0 {
		text += ", such as " + strings.Join(some, ", ")
	}
	return text
}

// needsAt reports whether some set of an endpoint has exactly a level.
func needsAt(e catalog.Endpoint, name string, level pat.Level) bool {
	return slices.ContainsFunc(e.Sets, func(set pat.Permissions) bool { return set[name] == level })
}

// levelDoc is what a level of a permission opens.
func levelDoc(c *catalog.Catalog, p catalog.Permission, level pat.Level) string {
	return fmt.Sprintf("**%s = \"%s\"**%s", shown(p.Name), level, opened(c, p, level)) + permissionLink(c, p)
}

// needWords say in a line what an endpoint needs.
func needWords(e catalog.Endpoint, conditions bool) string {
	switch {
	case e.FineGrained == catalog.FineGrainedNo:
		return "not available to fine-grained tokens"
	case e.FineGrained == catalog.FineGrainedUnknown:
		return "not listed in GitHub's data"
	case len(e.Sets) == 0:
		return "no permission"
	}
	var texts []string
	for i, set := range e.Sets {
		if e.Refused(i) {
			continue
		}
		text := setWords(set)
		if conditions && i < len(e.Conditions) && e.Conditions[i] != "" {
			text += condition.Text(e.Conditions[i])
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", or ")
}

// setWords are the permissions of a set as a configuration has them.
func setWords(set pat.Permissions) string {
	var texts []string
	for _, name := range set.Names() {
		texts = append(texts, name+" = "+string(set[name]))
	}
	if len(texts) == 0 {
		return "no permission"
	}
	return strings.Join(texts, " and ")
}

// endpointDoc is what an endpoint needs, and how sure that is.
func endpointDoc(e catalog.Endpoint) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", code(e.String()))
	switch e.FineGrained {
	case catalog.FineGrainedNo:
		out.WriteString("Fine-grained tokens can't call it.")
	case catalog.FineGrainedUnknown:
		out.WriteString("GitHub's data doesn't list what it needs.")
	default:
		fmt.Fprintf(&out, "Needs %s.", shown(needWords(e, true)))
	}
	if e.PublicRead && len(e.Sets) > 0 {
		out.WriteString(" Public resources can be read without a permission.")
	}
	if e.Note != "" {
		fmt.Fprintf(&out, "\n\n%s", shown(e.Note))
	}
	if c := e.Certainty(); c != catalog.DocumentedNeed && c != catalog.UnknownNeed {
		fmt.Fprintf(&out, "\n\nCertainty: %s.", c)
	}
	if e.Doc != "" {
		fmt.Fprintf(&out, "\n\n[GitHub's documentation](%s)", e.Doc)
	}
	return out.String()
}

// ruleSummaries say what a finding of a rule is.
var ruleSummaries = map[string]string{
	"undeclared-token":    "No template matches the request or token.",
	"permission-extra":    "The request or token has a permission that its template does not grant.",
	"permission-elevated": "The request or token has a higher access level for a permission than its template grants.",
	"permission-missing":  "The request or token has less access than its template grants.",
	"repositories-wider":  "The request or token selects all repositories, but its template allows only some or none.",
	"repository-extra":    "The request or token selects a repository that its template does not list.",
	"lifetime-exceeded":   "The request or token has a longer lifetime than its template allows.",
	"never-expires":       "The request or token never expires.",
	"owner-not-allowed":   "The owner of the token is not in the owners of its template.",
	"name-differs":        "The request or token matches a template that has a different name.",
	"unknown-permission":  "The catalog does not list a permission of the request or token.",
	"expired-request":     "The token of a pending request has expired.",
	"expires-soon":        "The token expires within a number of days.",
	"unused-token":        "The token has not been used for a number of days.",
	"unused-permission":   "The token has not used a permission for a number of days. Only with audit --used.",
	"unused-write":        "The token has used a permission only at a lower access level than it has. Only with audit --used.",
	"unused-repositories": "The token has used only some of the repositories that it has access to. Only with audit --used.",
	"beyond-template":     "The token made calls that need a permission that its template does not grant. Only with audit --used.",
	"classic-token":       "Someone uses a classic token. Only with audit --classic or --used.",
}

// ruleDoc is what a rule finds, and its severity.
func ruleDoc(name string) (doc, severity string) {
	for _, r := range pat.Rules() {
		if r.Name != name {
			continue
		}
		severity = string(r.Severity)
		doc = fmt.Sprintf("**%s**\n\n%s\n\nSeverity: %s.", name, shown(ruleSummaries[name]), r.Severity)
		if r.Days > 0 {
			doc += fmt.Sprintf(" Days: %d.", r.Days)
		}
		if r.NamedOnly {
			doc += " An exception must name it."
		}
		return doc + fmt.Sprintf("\n\n[Documentation](%s#%s)", pat.RulesPage, name), severity
	}
	return "", ""
}

// kindWords say what a declaration is.
func (d Known) kindWords() string {
	switch {
	case d.Root == "var" && d.Detail != "":
		return d.Detail
	case d.Root == "var":
		return "any type"
	case d.Root == "local":
		return "local value"
	}
	return d.Root
}

// doc is what the text of a declaration says.
func (d Known) doc() string {
	var parts []string
	if d.Text != "" {
		parts = append(parts, shown(d.Text))
	}
	switch {
	case d.Root == "var" && d.Value == "":
		parts = append(parts, "Required.")
	case d.Root == "var":
		parts = append(parts, "Default: "+code(d.Value))
	case d.Root == "local":
		parts = append(parts, code(d.Value))
	case d.Root == "template" && d.Value != "":
		parts = append(parts, "Permissions: "+code(d.Value))
	case d.Root == "policy" && d.Value != "":
		parts = append(parts, code(d.Value))
	case d.Root == "module" && d.Value != "":
		parts = append(parts, "Source: "+code(d.Value))
	}
	return strings.Join(parts, "\n\n")
}

// verdictDocs say what the verdicts are.
var verdictDocs = map[pat.Verdict]string{
	pat.Conforming: "It matches its template.",
	pat.Drifted:    "It deviates from its template.",
	pat.Undeclared: "No template matches it.",
	pat.Excepted:   "Exceptions cover its findings.",
}

// subjectDocs are the attributes of self in a policy.
var subjectDocs = map[string]string{
	"address":              "The address of the template. null if there is none.",
	"days_unused":          "Days since the token was last used.",
	"description":          "The description of the template. null for requests and tokens.",
	"expires_in":           "Days. null: never expires, or not set.",
	"kind":                 `"template", "request", or "token".`,
	"labels":               "The labels of the template. null if there is no template.",
	"name":                 "The name of the token.",
	"organization":         "The resource owner: target_name of a template, or the organization of a request or token.",
	"owner":                "The owner of the request or token. null for templates.",
	"permissions":          "The access levels by permission.",
	"reason":               "What the person wrote in the request.",
	"repositories":         "A word or a list, as declared, or the repositories that were read.",
	"repository_selection": `"none", "all", or "subset". null for templates.`,
	"token_id":             "The ID of the token.",
}

// refusalDocs are the attributes of self in the message of a review.
var refusalDocs = map[string]string{
	"contact":      "The argument contact of the review block.",
	"deny_reason":  "The text that is sent if there is no message, with the link.",
	"findings":     "A list of sentences.",
	"kind":         `"request".`,
	"link":         "The link to a token that matches the template, or an empty string.",
	"name":         "The name of the token.",
	"nearest":      "The address of the closest template, or an empty string.",
	"organization": "The login of the organization.",
	"owner":        "The login of the user.",
	"reason":       "What the person wrote in the request.",
	"template":     "The address of the template, or an empty string.",
	"verdict":      "The verdict of the audit.",
}

// noticeDocs are the attributes of self in the message of a block in serve.
var noticeDocs = map[string]string{
	"contact":      "The argument contact of the review block, or an empty string.",
	"deny_reason":  "The text of the denial, with the link, or an empty string.",
	"detail":       "What is known about the result, or an empty string.",
	"event":        `"pending", "approved", "denied", "revoked", or "failed".`,
	"findings":     "A list of sentences.",
	"id":           "The ID of the request or token, a number.",
	"kind":         `"request" or "token".`,
	"link":         "The link to a token that matches the template, or an empty string.",
	"name":         "The name of the token.",
	"nearest":      "The address of the closest template, or an empty string.",
	"organization": "The login of the organization.",
	"owner":        "The login of the user.",
	"reason":       "What the person wrote in the request.",
	"result":       "The result of the review, or an empty string.",
	"template":     "The address of the template, or an empty string.",
	"url":          "GitHub's page on which owners review the request or token.",
	"verdict":      "The verdict of the audit.",
}
