package schema

import (
	"slices"

	"github.com/patctl/patctl/internal/hcl/subject"
)

// Serve is the block serve.
var Serve = &Block{
	Type: "serve", Doc: "Settings for patctl serve: how often it looks at organizations, and whom it tells.", Root: true,
	Arguments: []Argument{
		{Name: "interval", Type: Duration, Doc: `How often to look at every organization, from "1m" to "24h". Default: "10m".`},
		{Name: "max_age", Type: Duration, Doc: `The server is not ready if the last complete look at an organization is older, such as "30m". At least interval. Default: three times interval.`},
	},
	Blocks: []*Block{Slack, Teams, Issue, Webhook},
}

// Slack is the block slack in serve.
var Slack = &Block{
	Type: "slack", Label: "name", Doc: "Messages to an incoming webhook of Slack.",
	Arguments: slices.Concat(targetURL, target),
}

// Teams is the block teams in serve.
var Teams = &Block{
	Type: "teams", Label: "name", Doc: "Messages to a workflow of Microsoft Teams that starts when a webhook request is received.",
	Arguments: slices.Concat(targetURL, target),
}

// Issue is the block issue in serve.
var Issue = &Block{
	Type: "issue", Label: "name", Doc: "An issue for each request, which is closed when the request is no longer pending.",
	Arguments: slices.Concat([]Argument{
		{Name: "repository", Type: String, Required: true, Doc: "The repository of the issues, in the form owner/name."},
		{Name: "labels", Type: Strings, Doc: "The labels of the issues. Default: none."},
	}, target),
}

// Webhook is the block webhook in serve.
var Webhook = &Block{
	Type: "webhook", Label: "name", Doc: "JSON documents to any URL.",
	Arguments: slices.Concat(targetURL, []Argument{
		{Name: "secret_env", Type: String, Doc: "The name of the environment variable with the secret that signs the requests, in the header X-Patctl-Signature-256."},
		{Name: "secret_file", Type: String, Doc: "The path of the file with the secret, instead of secret_env."},
	}, target),
}

// targetURL are the arguments of the blocks in serve that send to a URL.
var targetURL = []Argument{
	{Name: "url_env", Type: String, Doc: "The name of the environment variable with the URL. Exactly one of url_env and url_file is required."},
	{Name: "url_file", Type: String, Doc: "The path of the file with the URL."},
}

// target are the arguments of all blocks in serve.
var target = []Argument{
	{Name: "events", Type: Strings, Words: subject.NoticeEvents, Doc: `What to tell: "pending", "approved", "denied", "revoked", and "failed". Default: all of them.`},
	{Name: "organizations", Type: Strings, Doc: "The logins of the organizations to tell about, which must be declared. Default: all of them."},
	{Name: "per_minute", Type: Number, Doc: "The maximum number of messages in a minute, from 1 to 1,000. Default: 20."},
	{Name: "message", Type: String, Doc: "The text of the message, of at most 3,000 characters, which can refer to self."},
}
