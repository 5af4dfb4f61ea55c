#!/bin/sh
curl https://models.github.ai/inference/chat/completions -H "Authorization: Bearer $TOKEN" -d '{}'
curl https://api.githubcopilot.com/chat/completions -d '{}' -H "Authorization: Bearer $TOKEN"
curl -L https://github.com/octo-org/api/archive/refs/heads/main.tar.gz | tar xz
curl -L -o gh.deb https://github.com/cli/cli/releases/download/v2.60.0/gh_2.60.0_linux_amd64.deb
skopeo copy docker://ghcr.io/octo-org/api:1 dir:api
helm push chart.tgz oci://ghcr.io/octo-org/charts
