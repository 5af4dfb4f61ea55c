package search

import "strings"

// synonyms are the names that people mean by words that GitHub's names and labels do
// not have, or have elsewhere, the likeliest first. The words are without the plural.
var synonyms = readSynonyms(`
ruleset; rule; branch rule; push rule: administration organization_administration
branch protection; protected branch; branch protection rule: administration
repository ruleset: administration
organization ruleset: organization_administration
codeowner; code owner; file; content; commit; branch; tag; clone; git; git clone; git pull; fetch; source; code; readme: contents
push; git push: contents workflows
release; release asset; asset; changelog; blob; tree; ref; archive; tarball; download; merge; submodule; lfs; wiki: contents
repository dispatch; dispatch: contents actions
pr; pull; pull request; review; reviewer; request review; merge pr; merge pull request: pull_requests contents
issue; label; milestone; comment; assignee; bug; sub issue; reaction: issues pull_requests
webhook; hook: repository_hooks organization_hooks
repository webhook; repository hook: repository_hooks
organization webhook; organization hook: organization_hooks
secret; action secret; repository secret: secrets organization_secrets environments dependabot_secrets codespaces_secrets
organization secret: organization_secrets
environment; environment secret; environment variable; protection rule: environments
variable; action variable; repository variable: actions_variables organization_actions_variables environments
organization variable: organization_actions_variables
deploy key; deploykey: administration
action; workflow run; run; artifact; action cache; cache; rerun; job; log; ci; oidc: actions
workflow; workflow file; workflow scope: workflows actions
workflow dispatch; trigger workflow; run workflow: actions
runner; self hosted runner; hosted runner; runner group: organization_self_hosted_runners administration
repository runner: administration
organization runner: organization_self_hosted_runners
billing; usage; invoice; spending; cost: organization_administration organization_plan plan
collaborator; outside collaborator; invite collaborator; repository setting; setting; topic; transfer; transfer repository; visibility; repository; autolink; traffic; create repository; rename repository; fork: administration
audit log; auditlog; organization setting; security manager; organization installation; installation: organization_administration
sso; saml; saml sso; scim; single sign on; credential authorization: organization_administration
team; member; membership; organization member; team member; user; people; invitation; organization invitation: members
ssh key; ssh; key; git key: keys git_signing_ssh_public_keys
signing key; ssh signing key; commit signing: git_signing_ssh_public_keys gpg_keys
gpg; gpg key: gpg_keys
star; starred: starring
watch; subscription; subscribed: watching
follow; follower: followers
block; block user; blocked user: blocking organization_user_blocking
email; email address; mail: emails
gist; snippet: gists
dependabot; dependabot alert; vulnerability; vulnerability alert; cve: vulnerability_alerts dependabot_secrets
code scanning; codeql; sarif; code scanning alert; sast: security_events
secret scanning; leaked secret; push protection; secret scanning alert: secret_scanning_alerts
advisory; security advisory; ghsa: repository_advisories
page; github page; site: pages
deployment; deploy: deployments
status; commit status; status check; build status: statuses
check; check run; check suite: checks statuses
package; container; container registry; registry; ghcr; npm; docker: packages organization_packages
project; board; project board; kanban; projectv2: organization_projects
discussion: discussions
codespace: codespaces codespaces_user_secrets
copilot; copilot seat; copilot business: organization_copilot_seat_management organization_copilot_metrics user_copilot_requests
copilot metric; copilot usage: organization_copilot_metrics organization_copilot_seat_management
custom property; property: repository_custom_properties organization_custom_properties
custom role; role: organization_custom_org_roles organization_custom_roles
merge queue: merge_queues
attestation; provenance: attestations
sbom; dependency; dependency graph: contents
personal access token; pat; token; fine grained token; token request: organization_personal_access_tokens organization_personal_access_token_requests
api insight; insight: organization_api_insights
private registry: organization_private_registries
`)

// readSynonyms reads lines of phrases and what is meant by each.
func readSynonyms(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		phrases, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		for phrase := range strings.SplitSeq(phrases, "; ") {
			out[phrase] = strings.Fields(names)
		}
	}
	return out
}
