// Package check judges what a configuration declares: each template against
// the catalog of GitHub's permissions and endpoints, against GitHub's form and
// against the policies, and the settings of the audit against one another. It
// says everything that is wrong, as diagnostics at the places in the files. Links
// to the form that were found in texts it judges in the same way.
//
// What GitHub's form and links take is that of
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens
// as gathered 2026-11-22.
//
// The package reads no file, asks nothing of GitHub, and changes nothing. It
// does not repeat what the loader reports: an argument whose value could not be
// evaluated is passed over. It does not judge requests and tokens.
package check
