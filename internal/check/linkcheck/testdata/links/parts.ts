const url0 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'name=release&' +
  'expires_in=30&' +
  'contents=write⟧⦃ok⦄';
const url2 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'expires_in=90&' +
  'variables=write&' +
  'contents=read⟧⦃error; mistaken-permission variables > actions_variables=write⦄';
const url4 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'permissions[contents]=read&' +
  'expires_in=7⟧⦃error; unknown-parameter permissions[contents] > contents=read⦄';
const url6 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'contents=admin&' +
  'expires_in=30⟧⦃error; unsupported-level contents⦄';
const url8 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'copilot_requests=write&' +
  'expires_in=30⟧⦃warning; permission-alias copilot_requests > user_copilot_requests=read⦄';
const url10 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'gists=write&' +
  'members=read&' +
  'expires_in=30⟧⦃error; mixed-permissions gists; organization-permissions-without-target members⦄';
const url12 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'contents=read&' +
  'contents=write&' +
  'expires_in=1⟧⦃error; repeated-parameter contents⦄';
const url14 =
  '⟦https://github.com/settings/personal-access-tokens/new?' +
  'target_name=octo_org&' +
  'actions=write&' +
  'expires_in=30⟧⦃error; invalid-target target_name⦄';
