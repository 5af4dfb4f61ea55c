// Package examples has the example octo-org, for patctl serve --demo.
package examples

import "embed"

// OctoOrg is the directory octo-org: its configuration, and a snapshot of the organization.
//
//go:embed octo-org/*.pat.hcl octo-org/teams octo-org/snapshot.json
var OctoOrg embed.FS
