package cli

import (
	"runtime/debug"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// A release sets these with -ldflags "-X github.com/patctl/patctl/internal/cli.Version=1.2.3".
var (
	// Version is that of the next release.
	Version = "0.1.0-dev"

	commit, commitDate string
)

// Build says what patctl was built from.
type Build struct {
	Version    string // without a leading v
	Commit     string // "" if it is not known, as are the others
	CommitDate string // in UTC, as RFC 3339 writes it
	Modified   bool   // the sources differed from the commit
}

// ReadBuild returns what patctl was built from. A release knows it from the build
// configuration, and any other program from what the go command recorded in it.
func ReadBuild() Build {
	build := Build{Version: Version, Commit: commit, CommitDate: commitDate}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return build
	}
	build.Version = releaseOf(info.Main.Version, Version)
	if build.Commit == "" {
		build.readSettings(info.Settings)
	}
	return build
}

func (b *Build) readSettings(settings []debug.BuildSetting) {
	for _, setting := range settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.time":
			b.CommitDate = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
}

// BuildVersion returns the version of patctl, without a leading v: that of the
// module where it was installed as `go install MODULE@v1.2.3`.
func BuildVersion() string { return ReadBuild().Version }

// releaseOf returns the release that the module version v names, or other
// where it is none: "(devel)", or made up from a commit.
func releaseOf(v, other string) string {
	if !semver.IsValid(v) || semver.Build(v) != "" || module.IsPseudoVersion(v) {
		return other
	}
	return v[1:]
}
