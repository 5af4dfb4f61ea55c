// Package calls finds the calls of GitHub's REST API in text that people have:
// lists of endpoints, scripts with curl and gh api, access logs and HAR files
// (http://www.softwareishard.com/blog/har-12-spec/). It says what each call
// looks like in the text, and counts what holds none.
//
// It runs nothing, follows no variables and does not know which endpoints exist:
// package catalog finds those.
package calls
