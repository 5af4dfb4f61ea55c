package hostile

// Pair is a configuration and a snapshot whose sizes multiply where each part of one is compared
// with each part of the other.
type Pair struct {
	Name                    string
	Configuration, Snapshot Text
}

// Pairs returns configurations and snapshots of the organization octo-org.
func Pairs() []Pair {
	const organization = "organization \"octo-org\" {\n}\n"
	const template = "  target_name = \"octo-org\"\n  expires_in = 90\n  permissions = { contents = \"read\" }\n"
	one := func(argument string) string {
		return organization + "template \"t\" {\n  name = \"t\"\n" + template + "  " + argument + " = [\n"
	}
	exception := func(selector string) Text {
		return Text{Head: organization, Unit: "exception \"e№\" {\n  organization = \"octo-org\"\n  " + selector + "\n  reason = \"r\"\n  expires = \"2027-01-01\"\n}\n",
			Tail: "template \"t\" {\n  name = \"t\"\n  target_name = \"octo-org\"\n  permissions = { issues = \"write\" }\n}\n"}
	}
	tokens := func(name, repositories string) Text {
		return Text{
			Head: `{"format_version":"1.0","patctl_version":"0.1.0","generated_at":"2026-11-22T12:00:00Z","host":"github.com","organizations":[` +
				`{"login":"octo-org","generated_at":"2026-11-22T12:00:00Z","complete":true,"incomplete":[],"requests":[],"tokens":[`,
			Unit: `{"id":1№,"token_id":9№,"token_name":"` + name + `","owner":{"login":"mona-№"},"repository_selection":"subset","repositories":[` + repositories + `],` +
				`"permissions":{"repository":{"contents":"read"}},"access_granted_at":"2026-11-01T12:00:00Z","token_expired":false,"token_expires_at":"2026-12-31T00:00:00Z","token_last_used_at":null},`,
			Tail: `{"id":1,"token_id":1,"token_name":"t","owner":{"login":"mona"},"repository_selection":"none","permissions":{},"repositories":[]}]}]}`,
		}
	}
	return []Pair{
		{"templates that are alike", Text{Head: organization, Unit: "template \"t№\" {\n  name = \"service-№\"\n" + template + "  owners = [\"hubot-№\"]\n  repositories = [\"service-№\", \"shared-*\"]\n}\n"},
			tokens("my token №", `"octo-org/shared-web","octo-org/other-№"`)},
		{"match blocks", Text{Head: organization, Unit: "template \"t№\" {\n  name = \"service-№\"\n" + template + "  match {\n    name = \"*-service-№\"\n  }\n}\n"},
			tokens("x-service-№", `"octo-org/api"`)},
		{"exceptions for owners", exception(`owner = "mona-№"`), tokens("ci-token", `"octo-org/api"`)},
		{"exceptions for names", exception(`name = "*-token-№"`), tokens("ci-token-№", `"octo-org/api"`)},
		{"globs of repositories", Text{Head: one("repositories"), Unit: "\"x№-*-y\",\n", Tail: "]\n}\n"}, tokens("t", `"octo-org/x№-a-y","octo-org/x№-b-y","octo-org/x№-c-z"`)},
		{"ends of repositories", Text{Head: one("repositories"), Unit: "\"*-x№\",\n", Tail: "]\n}\n"}, tokens("t", `"octo-org/a-x№","octo-org/b-x№","octo-org/c-y№"`)},
		{"names of repositories", Text{Head: one("repositories"), Unit: "\"service-№\",\n", Tail: "]\n}\n"}, tokens("t", `"octo-org/other-№","octo-org/third-№","octo-org/service-№"`)},
		{"owners of one template", Text{Head: one("owners"), Unit: "\"hubot-№\",\n", Tail: "]\n}\n"}, tokens("t", `"octo-org/api"`)},
		{"organizations", Text{Head: one("owners") + "\"mona\"]\n}\n", Unit: "organization \"octo-№\" {\n}\n"}, tokens("t", `"octo-org/api"`)},
	}
}
