package hostile

// Snapshots returns snapshots as patctl pull writes them.
func Snapshots() []Text {
	const head = `{"format_version":"1.0","patctl_version":"0.1.0","generated_at":"2026-11-22T12:00:00Z","host":"github.com","organizations":[`
	const organization = `"generated_at":"2026-11-22T12:00:00Z","complete":true,"incomplete":[]`
	const tokens = head + `{"login":"octo-org",` + organization + `,"requests":[],"tokens":[`
	const token = `"owner":{"login":"octocat"},"repository_selection":"none","access_granted_at":"2026-11-01T12:00:00Z","token_expired":false,"token_expires_at":null,"token_last_used_at":null`
	const last = `{"id":1,"token_id":1,"token_name":"t",` + token + `,"permissions":{},"repositories":[]}]}]}`
	return []Text{
		{Name: "tokens", Head: tokens, Unit: `{"id":1№,"token_id":9№,"token_name":"t№",` + token + `,"permissions":{"repository":{"contents":"read"}},"repositories":[]},`, Tail: last},
		{Name: "small tokens", Head: tokens, Unit: `{"id":1№,"token_id":9№,"owner":{"login":"o№"},"repository_selection":"none","permissions":{"repository":{"contents":"write"}}},`, Tail: last},
		{Name: "one token often", Head: tokens, Unit: `{"id":2,"token_id":2,"token_name":"t",` + token + `,"permissions":{},"repositories":[]},`, Tail: last},
		{Name: "wrong tokens", Head: tokens, Unit: `{},`, Tail: last},
		{Name: "tokens with long names", Head: tokens + `{"id":1,"token_id":1,` + token + `,"permissions":{},"repositories":[],"token_name":"`, Unit: "a", Tail: `"}]}]}`},
		{Name: "unknown permissions", Head: tokens + `{"id":1,"token_id":1,"token_name":"t",` + token + `,"repositories":[],"permissions":{"repository":{`, Unit: `"p№":"read",`, Tail: `"contents":"read"}}}]}]}`},
		{Name: "repositories", Head: tokens + `{"id":1,"token_id":1,"token_name":"t",` + token + `,"permissions":{},"repositories":[`, Unit: `"octo-org/r№",`, Tail: `"octo-org/r"]}]}]}`},
		{Name: "organizations", Head: head, Unit: `{"login":"o№",` + organization + `,"requests":[],"tokens":[]},`, Tail: `{"login":"octo-org",` + organization + `,"requests":[],"tokens":[]}]}`},
		{Name: "gaps", Head: head + `{"login":"octo-org","generated_at":"2026-11-22T12:00:00Z","complete":false,"requests":[],"tokens":[],"incomplete":[`, Unit: `"gap №",`, Tail: `"gap"]}]}`},
		{Name: "unknown keys", Head: head + `{"login":"octo-org",` + organization + `,"requests":[],"tokens":[],`, Unit: `"k№":1,`, Tail: `"k":1}]}`},
	}
}

// Grants returns lists of tokens as GitHub's API answers with them.
func Grants() []Text {
	const rest = `"owner":{"login":"octocat","id":1},"repository_selection":"none","permissions":{"organization":{},"repository":{"contents":"read"}},"created_at":"2026-11-21T09:00:00Z","access_granted_at":"2026-11-21T09:00:00Z","token_expired":false,"token_expires_at":null,"token_last_used_at":null}`
	return []Text{
		{Name: "tokens", Head: "[", Unit: `{"id":1№,"token_id":7№,"token_name":"t№",` + rest + ",", Tail: `{"id":2,"token_id":2,"token_name":"t",` + rest + "]"},
		{Name: "one token often", Head: "[", Unit: `{"id":2,"token_id":2,"token_name":"t",` + rest + ",", Tail: `{"id":2,"token_id":2,"token_name":"t",` + rest + "]"},
		{Name: "pages", Unit: `[{"id":1№,"token_id":7№,"token_name":"t№",` + rest + "]\n"},
	}
}

// AuditLogs returns events of GitHub's audit log.
func AuditLogs() []Text {
	const event = `{"action":"api.request","created_at":1792659600000,"actor":"hubot","user":"hubot","org":"octo-org","org_id":1,"programmatic_access_type":"Fine-grained personal access token","request_method":"GET",`
	return []Text{
		{Name: "events", Unit: event + `"token_id":98791,"repo":"octo-org/api","route":"/repositories/:repository_id/issues","status_code":200}` + "\n"},
		{Name: "tokens", Unit: event + `"token_id":№,"repo":"octo-org/api","route":"/repositories/:repository_id/issues","status_code":200}` + "\n"},
		{Name: "repositories", Unit: event + `"token_id":98791,"repo":"octo-org/r№","route":"/repositories/:repository_id/issues","status_code":200}` + "\n"},
		{Name: "routes", Unit: event + `"token_id":98791,"repo":"octo-org/api","route":"/repositories/x№","status_code":200}` + "\n"},
		{Name: "tokens, repositories, and routes", Unit: event + `"token_id":№,"repo":"octo-org/r№","route":"/x№","status_code":200}` + "\n"},
		{Name: "classic tokens", Unit: `{"action":"api.request","created_at":1792659600000,"actor":"u№","user":"u№","org":"octo-org","programmatic_access_type":"Personal access token (classic)","hashed_token":"h№","request_method":"POST","token_id":№,"repo":"octo-org/r№","route":"/repositories/:repository_id/issues","status_code":201}` + "\n"},
		{Name: "one list", Head: "[", Unit: event + `"token_id":№,"route":"/user"},`, Tail: "{}]"},
		{Name: "no calls", Unit: `{"action":"git.clone"}` + "\n"},
		{Name: "CSV", Head: "action,created_at,actor,org,token_id,request_method,route,repo\n", Unit: "api.request,1792659600000,hubot,octo-org,№,GET,/user,octo-org/r№\n"},
		{Name: "CSV with an open quote", Head: "action,created_at,actor,org,token_id,request_method,route,repo\n\"", Unit: "api.request,1\n"},
		{Name: "CSV with many columns", Head: "action,created_at", Unit: ",c№"},
	}
}

// Records returns records of calls as patctl record writes them.
func Records() []Text {
	const head = `{"format_version":"1.0","patctl_version":"0.1.0","started_at":"2026-11-22T09:00:00Z","ended_at":"2026-11-22T09:00:04Z","strict":false,"complete":true,"exit_code":0,"calls":[`
	const call = `"status":200,"token":"fine_grained_pat","accepted_permissions":"contents=read","count":1,"first_at":"2026-11-22T09:00:01Z","last_at":"2026-11-22T09:00:01Z"}`
	const tail = `],"refused":[],"gaps":[]}`
	return []Text{
		{Name: "calls", Head: head, Unit: `{"method":"GET","host":"api.github.com","route":"/repos/{owner}/{repo}/x№",` + call + ",", Tail: `{"method":"GET","host":"api.github.com","route":"/user",` + call + tail},
		{Name: "one call often", Head: head, Unit: `{"method":"GET","host":"api.github.com","route":"/repos/{owner}/{repo}",` + call + ",", Tail: `{"method":"GET","host":"api.github.com","route":"/user",` + call + tail},
		{Name: "hosts", Head: head, Unit: `{"method":"GET","host":"h№.example.com","route":"/",` + call + ",", Tail: `{"method":"GET","host":"api.github.com","route":"/user",` + call + tail},
	}
}
