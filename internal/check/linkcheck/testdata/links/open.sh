xdg-open ⟦https://github.com/settings/personal-access-tokens/new\?name=release\&expires_in=30\&contents=write⟧⦃ok⦄
gh browse "⟦https://github.com/settings/personal-access-tokens/new?name=release&expires_in=30&contents=write⟧⦃ok⦄" # at home
xdg-open ⟦https://github.com/settings/personal-access-tokens/new\?scopes=repo\&expires_in=90⟧⦃error; scopes-in-link scopes⦄
gh browse "⟦https://github.com/settings/personal-access-tokens/new?scopes=repo&expires_in=90⟧⦃error; scopes-in-link scopes⦄" # at home
xdg-open ⟦https://github.com/settings/personal-access-tokens/new\?contents=admin\&expires_in=30⟧⦃error; unsupported-level contents⦄
gh browse "⟦https://github.com/settings/personal-access-tokens/new?contents=admin&expires_in=30⟧⦃error; unsupported-level contents⦄" # at home
xdg-open ⟦https://github.com/settings/personal-access-tokens/new\?checks=write\&expires_in=30\&contents=read⟧⦃warning; disputed-permission checks⦄
gh browse "⟦https://github.com/settings/personal-access-tokens/new?checks=write&expires_in=30&contents=read⟧⦃warning; disputed-permission checks⦄" # at home
xdg-open ⟦https://github.com/settings/personal-access-tokens/new\?contents=read\&contents=write\&expires_in=1⟧⦃error; repeated-parameter contents⦄
gh browse "⟦https://github.com/settings/personal-access-tokens/new?contents=read&contents=write&expires_in=1⟧⦃error; repeated-parameter contents⦄" # at home
