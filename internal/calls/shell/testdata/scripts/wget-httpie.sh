#!/bin/sh
wget -qO- --header="Authorization: token $TOKEN" https://api.github.com/user/repos
wget --method=DELETE --header "Authorization: token $TOKEN" "https://api.github.com/repos/octo-org/api/hooks/$1"
wget -q -O "$out" https://raw.githubusercontent.com/octo-org/api/main/README.md
http POST https://api.github.com/repos/octo-org/api/issues "Authorization: Bearer $TOKEN" title=Hello
http --auth-type bearer --auth "$TOKEN" api.github.com/user
xh PATCH api.github.com/repos/octo-org/api has_wiki:=false
wget https://example.com/file.tar.gz
