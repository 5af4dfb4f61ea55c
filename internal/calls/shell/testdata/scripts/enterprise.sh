#!/bin/bash
GH_HOST=github.example.com
API=https://github.example.com/api/v3
curl -s -H "Authorization: token $T" "$API/user"
gh api --hostname github.example.com repos/octo-org/api/issues
