// Package calls finds the calls of GitHub's API in text that people have: lists
// of endpoints, scripts with curl and gh api, logs, HAR files and other JSON that
// names requests. It says what each call looks like in the text, and counts what
// holds none. A line that may call GitHub in a way that is not understood here
// (gh pr create, git push, a method of octokit, an action) is unclear: it is named
// with what is known of it and never passed over.
//
// Scripts are parsed as a shell does it. A variable has its value if the text gives
// it exactly one. The package runs nothing, and does not know which endpoints exist:
// package catalog finds those.
package calls
