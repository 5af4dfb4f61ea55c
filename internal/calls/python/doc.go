// Package python reads the calls of GitHub's API in programs in Python: requests,
// httpx, aiohttp, urllib, and http.client, PyGithub, ghapi, githubkit, gidgethub, and
// github3.py as far as its names say it, documents of GraphQL, and commands that are
// run. It parses as much of the language as that takes; what a value is comes from the
// same file.
package python
