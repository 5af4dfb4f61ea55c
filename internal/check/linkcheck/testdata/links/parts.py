URL_1 = (
    "⟦https://github.com/settings/personal-access-tokens/new?"
    "expires_in=30"
    "&webhooks=write⟧⦃error; mistaken-permission webhooks > repository_hooks=write⦄"
)
URL_4 = (
    "⟦https://github.com/settings/personal-access-tokens/new?"
    "permissions[contents]=read"
    "&expires_in=7⟧⦃error; unknown-parameter permissions[contents] > contents=read⦄"
)
URL_7 = (
    "⟦https://github.com/settings/personal-access-tokens/new?"
    "packages=read"
    "&expires_in=30⟧⦃error; app-only-permission packages⦄"
)
URL_10 = (
    "⟦https://github.com/settings/personal-access-tokens/new?"
    "gists=write"
    "&members=read"
    "&expires_in=30⟧⦃error; mixed-permissions gists; organization-permissions-without-target members⦄"
)
URL_13 = (
    "⟦https://github.com/settings/personal-access-tokens/new?"
    "name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "&contents=read"
    "&expires_in=366⟧⦃error; text-too-long name⦄"
)
