const params = new URLSearchParams({
  name: 'api-monitor',
  expires_in: '90',
  actions: 'write',
  webhooks: 'write',
});
const link = `⟦https://github.com/settings/personal-access-tokens/new?${params}⟧⦃error; mistaken-permission webhooks > repository_hooks=write⦄`;
const inline =
  "⟦https://github.com/settings/personal-access-tokens/new?" +
  new URLSearchParams({ name: "svc", target_name: org, expires_in: "90", contents: "write", custom_properties: "write" })⟧⦃error; mistaken-permission custom_properties > repository_custom_properties=write⦄;
const good = `⟦https://github.com/settings/personal-access-tokens/new?${new URLSearchParams({ name, contents: "read", "expires_in": 30 })}⟧⦃ok⦄`;
const spread = `⟦https://github.com/settings/personal-access-tokens/new?${new URLSearchParams({ ...common, contents: "raed" })}⟧⦃error; unsupported-level contents; unreadable-link⦄`;
const computed = `⟦https://github.com/settings/personal-access-tokens/new?${new URLSearchParams({ [permission]: "read" })}⟧⦃error; unreadable-link⦄`;
const nowhere = `⟦https://github.com/settings/personal-access-tokens/new?${elsewhere()}⟧⦃error; unreadable-link⦄`;
const after = `⟦https://github.com/settings/personal-access-tokens/new?contents=read${extra}⟧⦃error; unreadable-link⦄`;
const named = `⟦https://github.com/settings/personal-access-tokens/new?name=x&${permission}=read⟧⦃error; unreadable-link⦄`;
const pairs = `⟦https://github.com/settings/personal-access-tokens/new?${new URLSearchParams([["contents", "read"], ["variables", "read"]])}⟧⦃error; mistaken-permission variables > actions_variables=read⦄`;
const set = new URLSearchParams();
set.set("name", "x");
set.append('pull_request', "write");
open(`⟦https://github.com/settings/personal-access-tokens/new?${set.toString()}⟧⦃error; unknown-permission pull_request > pull_requests=write⦄`);
const url = new URL("⟦https://github.com/settings/personal-access-tokens/new⟧⦃error; mistaken-permission webhooks > repository_hooks=write⦄");
url.searchParams.set("webhooks", "write");
url.searchParams.set("expires_in", String(days));
const all = new URL("⟦https://github.com/settings/personal-access-tokens/new⟧⦃error; unreadable-link⦄");
for (const [name, level] of list) all.searchParams.set(name, level);
const FORM = "https://github.com/settings/personal-access-tokens/new";
const one = `${⟦FORM}?contents=read&frob=write&expires_in=3⟧⦃error; unknown-permission frob⦄`;
const two = ⟦FORM + "?variables=read&expires_in=3⟧⦃error; mistaken-permission variables > actions_variables=read⦄";
const three = ⟦FORM + query⟧⦃error; unreadable-link⦄;
const anchor = `<a href="${FORM}">the form</a>`;
const nested = `⟦https://github.com/settings/personal-access-tokens/new?name=${encodeURIComponent(
  `CMS ${repo}`
)}&description=${encodeURIComponent('Panel')}&contents=write&variables=read&expires_in=30⟧⦃error; mistaken-permission variables > actions_variables=read⦄`;
const lines = `⟦https://github.com/settings/personal-access-tokens/new
  ?name=x
  &scopes=repo
  &expires_in=30⟧⦃error; scopes-in-link scopes; wrapped-link⦄`;
const host = `${server}⟦/settings/personal-access-tokens/new?webhooks=write&expires_in=30⟧⦃error; mistaken-permission webhooks > repository_hooks=write⦄`;
let text = "⟦https://github.com/settings/personal-access-tokens/new?name=x⟧⦃error; mistaken-permission webhooks > repository_hooks=write⦄";
text += "&expires_in=30";
if (hooks) text += `&webhooks=write`;
