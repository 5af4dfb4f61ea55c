// Package shell finds the calls of GitHub's API in scripts: curl, gh, Git, and what
// runs them. Scripts are parsed as a shell does it; a variable has its value if the
// text gives it exactly one. It runs nothing. What a text holds beside scripts is
// left to its host.
package shell
