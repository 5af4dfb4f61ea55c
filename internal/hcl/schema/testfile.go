package schema

import (
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// TestFile is a file of test cases, *.pattest.hcl.
var TestFile = &Block{
	Doc:    "Test cases.",
	Blocks: []*Block{TestRequest, TestToken, TestLink, TestSnapshot, TestVariables},
}

// TestRequest is the block request in a test file.
var TestRequest = &Block{
	Type: "request", Label: "name", Doc: "A pending request, with what an audit must say about it.",
	Arguments: slices.Concat(grant, []Argument{
		{Name: "reason", Type: String, Doc: "What the person wrote. Default: nothing."},
	}),
	Blocks: []*Block{Expect},
}

// TestToken is the block token in a test file.
var TestToken = &Block{
	Type: "token", Label: "name", Doc: "An active token, with what an audit must say about it.",
	Arguments: slices.Concat(grant, []Argument{
		{Name: "days_unused", Type: Number, Doc: "Days since the token was last used. Default: 0."},
	}),
	Blocks: []*Block{Expect},
}

// TestLink is the block link in a test file.
var TestLink = &Block{
	Type: "link", Label: "address", Doc: "A link to GitHub's form, with what patctl links must say about it.",
	Blocks: []*Block{ExpectLink},
}

// TestSnapshot is the block snapshot in a test file.
var TestSnapshot = &Block{
	Type: "snapshot", Label: "file", Doc: "Requests and tokens of a snapshot, each with an expect block.",
	Blocks: []*Block{ExpectSnapshot},
}

// TestVariables is the block variables in a test file.
var TestVariables = &Block{Type: "variables", Doc: "Values for variables of the root module, for all cases in the file.", Open: true}

// Expect is the block expect of a request or token.
var Expect = &Block{Type: "expect", Doc: "What an audit must say. One or more arguments.", Arguments: expected}

// ExpectLink is the block expect of a link.
var ExpectLink = &Block{
	Type: "expect", Doc: "What patctl links must say. One or more arguments.",
	Arguments: []Argument{
		{Name: "status", Type: String, Words: []string{"ok", "warning", "error"}, Doc: "What patctl links says about the link."},
		expectedTemplate,
	},
}

// ExpectSnapshot is the block expect of a snapshot.
var ExpectSnapshot = &Block{
	Type: "expect", Doc: "What an audit must say about a request or token of the snapshot.", Several: true,
	Arguments: slices.Concat([]Argument{
		{Name: "organization", Type: String, Doc: "The organization, if several have a request or token with the ID."},
		{Name: "kind", Type: String, Words: []string{string(pat.KindRequest), string(pat.KindToken)}, Doc: "Whether it is a request or a token, if both have the ID."},
		{Name: "id", Type: Number, Doc: "The ID of the request or token."},
		{Name: "token_id", Type: Number, Doc: "The ID of the token."},
	}, expected),
}

// grant are the arguments of both requests and tokens.
var grant = []Argument{
	{Name: "organization", Type: String, Doc: "The login of the organization. Default: the one that the configuration declares. Required if it declares several."},
	{Name: "owner", Type: String, Doc: `The login of the user. Default: "octocat".`},
	{Name: "name", Type: String, Doc: `The name of the token. Default: "test-token".`},
	{Name: "permissions", Type: Permissions, Doc: `Access levels by permission, such as { contents = "read" }. Default: none.`},
	{Name: "repositories", Type: Repositories, Words: []string{"all", "none"}, Doc: `"all", "none", or a list of repositories. A name without an owner belongs to the organization.`},
	{Name: "expires_in", Type: Expiry, Doc: `Days, or "none". For a request, it is the whole lifetime; for a token, the time that remains. Default: 30.`},
	{Name: "token_id", Type: Number, Doc: "The ID of the token. Default: 1."},
	{Name: "teams", Type: Strings, Doc: "The slugs of the teams that the owner is in. Default: none."},
}

var expectedTemplate = Argument{Name: "template", Type: Template, Doc: `The template that it matches, such as template.release["api"] or module.ci.template.deploy, or null for none.`}

var expected = []Argument{
	{Name: "verdict", Type: String, Words: []string{string(pat.Conforming), string(pat.Drifted), string(pat.Undeclared), string(pat.Excepted)}, Doc: "The verdict of the audit."},
	expectedTemplate,
	{Name: "findings", Type: Rules, Doc: "The rules with findings, in any order: exactly these, also those that exceptions cover. [] is none."},
}
