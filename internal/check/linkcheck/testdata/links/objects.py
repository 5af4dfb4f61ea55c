params = {"name": "x", "expires_in": "30", "metadata": "read", "commit_statuses": "read"}
url = "⟦https://github.com/settings/personal-access-tokens/new?" + urlencode(params)⟧⦃error; mistaken-permission commit_statuses > statuses=read⦄
more = dict(contents="write", repo="x")
url = f"⟦https://github.com/settings/personal-access-tokens/new?{urllib.parse.urlencode(more)}⟧⦃error; unknown-parameter repo⦄"
late = {}
late["contents"] = "write"
late.update({"webhooks": "read"})
url = f"⟦https://github.com/settings/personal-access-tokens/new?{urlencode(late)}⟧⦃error; mistaken-permission webhooks > repository_hooks=read⦄"
url = "⟦https://github.com/settings/personal-access-tokens/new?" + urlencode(given)⟧⦃error; unreadable-link⦄
