// Package prefill turns a template into the link that opens GitHub's form for
// fine-grained personal access tokens with its fields filled in, and reads
// a link back. What a link cannot fill in, it lists as steps. It also finds
// these links in texts, in any encoding.
//
// The parameters are those of
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens
// as gathered 2026-11-22.
//
// The package does not judge: whether GitHub knows a permission or takes a
// name of that length is for package check to say. It opens no address and no file.
package prefill
