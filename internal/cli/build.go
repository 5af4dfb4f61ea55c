package cli

import (
	"runtime/debug"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// BuildVersion returns the version of patctl, without a leading v: that of the
// module where it was installed as `go install MODULE@v1.2.3`.
func BuildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Version
	}
	return releaseOf(info.Main.Version, Version)
}

// Version is that of the next release. A release sets it with
// -ldflags "-X github.com/patctl/patctl/internal/cli.Version=1.2.3".
var Version = "0.1.0-dev"

// releaseOf returns the release that the module version v names, or other
// where it is none: "(devel)", or made up from a commit.
func releaseOf(v, other string) string {
	if !semver.IsValid(v) || semver.Build(v) != "" || module.IsPseudoVersion(v) {
		return other
	}
	return v[1:]
}
