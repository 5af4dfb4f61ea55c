#!/bin/bash
set -eu
IMAGE=ghcr.io/octo-org/api
echo "$CR_PAT" | docker login ghcr.io -u octocat --password-stdin
docker build -t "$IMAGE:latest" .
docker tag "$IMAGE:latest" "$IMAGE:$1"
docker push "$IMAGE:$1"
npm publish --registry=https://npm.pkg.github.com
dotnet nuget push a.nupkg --source https://nuget.pkg.github.com/octo-org/index.json --api-key "$TOKEN"
docker pull alpine
