package schema

import "github.com/patctl/patctl/internal/pat"

// File is a configuration file.
var File = &Block{
	Doc:    "A configuration of patctl.",
	Blocks: []*Block{Settings, Variable, Locals, TemplateBlock, Module, Organization, Policy, Rule, Exception, Serve},
}

// Settings is the block patctl.
var Settings = &Block{
	Type: "patctl", Doc: "Settings for patctl. Every argument is a literal.", Several: true,
	Arguments: []Argument{
		{Name: "required_version", Type: LiteralString, Doc: `The versions of patctl that can read the configuration, such as ">= 0.1.0, < 2.0.0".`},
		{Name: "host", Type: LiteralString, Doc: "github.com (the default) or SUBDOMAIN.ghe.com. Only in the root module, and only once."},
	},
	Blocks: []*Block{Permission},
}

// Permission is the block permission in patctl.
var Permission = &Block{
	Type: "permission", Label: "name", Doc: "A permission that GitHub added after this release of patctl.",
	Arguments: []Argument{
		{Name: "section", Type: LiteralString, Required: true, Words: []string{"account", "repository", "organization"}, Doc: "The section of GitHub's form."},
		{Name: "levels", Type: LiteralStrings, Required: true, Words: levels, Doc: "The access levels, one or more."},
		{Name: "display_name", Type: LiteralString, Doc: "The label in GitHub's form. Default: the name."},
	},
}

// Variable is the block variable.
var Variable = &Block{
	Type: "variable", Label: "name", Doc: "A value that comes from outside the module.",
	Arguments: []Argument{
		{Name: "type", Type: TypeConstraint, Doc: "string, number, bool, any, list(T), set(T), map(T), tuple([T, ...]), or object({ name = T, other = optional(T, default) }). Default: any."},
		{Name: "default", Type: Literal, Doc: "The value if no other is set. Makes the variable optional."},
		{Name: "description", Type: LiteralString, Doc: "A description for readers."},
		{Name: "sensitive", Type: LiteralBool, Doc: "Whether to hide the value in all output. Default: false."},
		{Name: "nullable", Type: LiteralBool, Doc: "Whether null is a valid value. With false, null sets the default. Default: true."},
	},
	Blocks: []*Block{Validation},
}

// Validation is the block validation in variable.
var Validation = &Block{
	Type: "validation", Doc: "A condition that the value must satisfy.", Several: true,
	Arguments: []Argument{
		{Name: "condition", Type: Condition, Required: true, Doc: "Refers to the variable itself. If it is false, patctl reports error_message."},
		{Name: "error_message", Type: String, Required: true, Doc: "The message if the condition is false."},
	},
}

// Locals is the block locals, whose arguments have names of the user's own.
var Locals = &Block{Type: "locals", Doc: "Names for values.", Several: true, Open: true}

// TemplateBlock is the block template.
var TemplateBlock = &Block{
	Type: "template", Label: "name", Doc: "A token that may exist. With for_each, the block declares one template for each element.",
	Arguments: []Argument{
		{Name: "for_each", Type: Collection, Doc: "A map, an object, or a set of strings: one instance for each element. each.key and each.value are its key and value."},
		{Name: "name", Type: String, Needed: true, Doc: "The name of the token, at most 40 characters. Required."},
		{Name: "description", Type: String, Doc: "The description of the token, at most 1,024 characters."},
		{Name: "target_name", Type: String, Doc: "The login of the resource owner. If omitted: the user's own account."},
		{Name: "expires_in", Type: Expiry, Doc: `The lifetime in days, from 1 to 366, or "none". If omitted: the default of GitHub's form, which is 30 days or less.`},
		{Name: "permissions", Type: Permissions, Doc: `Access levels by permission, such as { contents = "read" }.`},
		{Name: "repositories", Type: Repositories, Words: []string{"all", "selected", "none"}, Doc: `"all", "selected", "none", or a list of names in the form owner/name or name. * matches any characters, and ? matches one.`},
		{Name: "owners", Type: Strings, Doc: "The logins of the users who may have the token, and teams in the form @ORGANIZATION/TEAM-SLUG. If omitted: anyone."},
		{Name: "justification", Type: String, Doc: "The justification to enter in the form."},
		{Name: "endpoints", Type: Endpoints, Doc: "The API calls that the token is for. Each must be covered by the permissions."},
		{Name: "labels", Type: StringMap, Doc: "Any keys and values. Use --label to select templates."},
	},
	Blocks: []*Block{Match},
}

// Match is the block match in template.
var Match = &Block{
	Type: "match", Doc: "Which tokens claim the template.",
	Arguments: []Argument{
		{Name: "name", Type: String, Doc: "A name, which can contain * and ?. Default: the name of the template, ignoring case."},
		{Name: "permissions", Type: String, Words: []string{"at_most", "exact"}, Doc: `Whether a token may have fewer permissions ("at_most", the default) or must have the same ("exact").`},
	},
}

// Module is the block module.
var Module = &Block{
	Type: "module", Label: "name", Doc: "The templates of another directory. Any other argument is the value of the module's variable with that name.", Open: true,
	Arguments: []Argument{
		{Name: "source", Type: LiteralString, Required: true, Doc: "A local directory that begins with ./ or ../."},
		{Name: "for_each", Type: Collection, Doc: "A map, an object, or a set of strings: one instance for each element."},
	},
}

// Organization is the block organization.
var Organization = &Block{
	Type: "organization", Label: "login", Doc: "An organization whose requests and tokens patctl compares with the templates.", Root: true,
	Blocks: []*Block{Review},
}

// Review is the block review in organization.
var Review = &Block{
	Type: "review", Doc: "What plan proposes for requests and tokens of the organization.",
	Arguments: []Argument{
		{Name: "approve", Type: Strings, Words: []string{string(pat.Conforming)}, Doc: `Which requests to approve: only "conforming".`},
		{Name: "deny", Type: Actions, Doc: `Which requests to deny: "drifted", "undeclared", names of rules, and policies in the form "policy:NAME".`},
		{Name: "revoke", Type: Actions, Doc: `Which tokens to revoke: "drifted", "undeclared", names of rules, and policies in the form "policy:NAME".`},
		{Name: "max_actions", Type: Number, Doc: "The maximum number of requests and tokens to act on in one run. Default: 50."},
		{Name: "max_revoke_share", Type: Number, Doc: "The maximum share of the active tokens to revoke in one run, from 0 to 1. Default: 0.25."},
		{Name: "message", Type: String, Doc: "The text of a denial, which can refer to self."},
		{Name: "contact", Type: String, Doc: "Whom to ask, on one line of at most 200 characters."},
	},
}

// Policy is the block policy.
var Policy = &Block{
	Type: "policy", Label: "name", Doc: "A condition that templates, requests, and tokens must satisfy.",
	Arguments: []Argument{
		{Name: "on", Type: Strings, Words: []string{"template", string(pat.KindRequest), string(pat.KindToken)}, Doc: "What the policy checks. Default: all three."},
		{Name: "severity", Type: String, Words: severities, Doc: `Default: "error".`},
		{Name: "condition", Type: Condition, Required: true, Doc: "False is a violation. Refers to self, the template, request, or token."},
		{Name: "error_message", Type: String, Required: true, Doc: "The message of a violation, which can refer to self."},
	},
}

// Rule is the block rule.
var Rule = &Block{
	Type: "rule", Label: "name", Words: ruleNames(), Doc: "Settings of a built-in rule. The label is the name of the rule.", Root: true,
	Arguments: []Argument{
		{Name: "severity", Type: String, Words: append([]string{string(pat.SeverityOff)}, severities...), Doc: `"off" turns the rule off.`},
		{Name: "days", Type: Number, Doc: "1 or more. Only for rules that count days."},
	},
}

// Exception is the block exception.
var Exception = &Block{
	Type: "exception", Label: "name", Doc: "Requests and tokens that may violate rules for a limited time.", Root: true,
	Arguments: []Argument{
		{Name: "organization", Type: String, Doc: "An organization that is declared. Default: any."},
		{Name: "token_id", Type: Number, Doc: "The ID of the token."},
		{Name: "owner", Type: String, Doc: "The owner of the token, which can contain * and ?."},
		{Name: "name", Type: String, Doc: "The name of the token, which can contain * and ?."},
		{Name: "template", Type: Template, Doc: "The address of the template."},
		{Name: "rules", Type: Rules, Doc: `The rules that the exception covers, and policies in the form "policy:NAME". If omitted: every rule that does not have to be named.`},
		{Name: "reason", Type: String, Required: true, Doc: "Why the exception exists."},
		{Name: "expires", Type: Date, Required: true, Doc: `The last day on which the exception is in force (UTC), such as "2027-10-31". At most 366 days in the future.`},
	},
}

var (
	levels     = []string{string(pat.Read), string(pat.Write), string(pat.Admin)}
	severities = []string{string(pat.SeverityError), string(pat.SeverityWarning), string(pat.SeverityNotice)}
)

func ruleNames() []string {
	var names []string
	for _, r := range pat.Rules() {
		names = append(names, r.Name)
	}
	return names
}
