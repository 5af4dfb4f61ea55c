// Package workflow finds the calls of GitHub's API in the YAML of GitHub Actions:
// workflows, reusable workflows, and composite actions. It finds the actions that
// steps use, and hands each script of a step to the reader of its language, with
// the environment variables whose values are in the file. It runs nothing.
//
// It does not ask which token a step uses: what a call needs is the same for every
// token.
package workflow
