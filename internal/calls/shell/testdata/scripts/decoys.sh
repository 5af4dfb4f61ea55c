#!/bin/sh
# curl -X DELETE https://api.github.com/repos/octo-org/shop
echo "curl https://api.github.com/user/emails shows your addresses"
docs=https://docs.github.com/rest/issues/issues
page="https://github.com/octo-org/shop/settings/hooks"
curl https://example.com/repos/octo-org/shop/issues
grep -r "api.github.com/repos" src || true
