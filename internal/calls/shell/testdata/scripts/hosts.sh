#!/bin/sh
curl -H "Authorization: Bearer $TOKEN" https://raw.githubusercontent.com/octo-org/shop/main/go.mod
curl -X POST -H "Authorization: Bearer $TOKEN" --data-binary @a.zip "https://uploads.github.com/repos/octo-org/shop/releases/1/assets?name=a.zip"
curl -L -H "Authorization: Bearer $TOKEN" https://codeload.github.com/octo-org/shop/tar.gz/refs/heads/main
echo "$TOKEN" | docker login ghcr.io -u octo-org --password-stdin
