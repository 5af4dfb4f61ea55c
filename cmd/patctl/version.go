package main

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/patctl/patctl/internal/format"
)

// version is that of the next release. A release sets it with
// -ldflags "-X main.version=1.2.3".
var version = "0.1.0-dev"

// buildVersion returns the version of patctl, without a leading v: that of the
// module where it was installed as `go install MODULE@v1.2.3`.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	return releaseOf(info.Main.Version, version)
}

// releaseOf returns the release that the module version v names, or other
// where it is none: "(devel)", or made up from a commit.
func releaseOf(v, other string) string {
	if !semver.IsValid(v) || semver.Build(v) != "" || module.IsPseudoVersion(v) {
		return other
	}
	return v[1:]
}

// versionDocument is what version --json prints.
type versionDocument struct {
	FormatVersion string `json:"format_version"`
	PatctlVersion string `json:"patctl_version"`
	Commit        string `json:"commit,omitempty"`
	Modified      bool   `json:"modified,omitempty"`
	GoVersion     string `json:"go_version"`
	Platform      string `json:"platform"`
}

func newVersionCmd(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version of patctl",
		Long:  "Prints the version of patctl, the commit that it was built from where that is\nknown, and the platform.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return runVersion(newView(e), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return cmd
}

func runVersion(v *view, asJSON bool) error {
	doc := newVersionDocument()
	if asJSON {
		return v.json(doc)
	}
	v.printf("patctl %s\n", doc.PatctlVersion)
	if doc.Commit != "" {
		v.printf("commit %s%s\n", doc.Commit, modifiedNote(doc.Modified))
	}
	v.printf("%s on %s\n", doc.GoVersion, doc.Platform)
	return nil
}

func modifiedNote(modified bool) string {
	if modified {
		return ", with changes"
	}
	return ""
}

func newVersionDocument() versionDocument {
	doc := versionDocument{
		FormatVersion: format.FormatVersion,
		PatctlVersion: buildVersion(),
		GoVersion:     runtime.Version(),
		Platform:      runtime.GOOS + "_" + runtime.GOARCH,
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return doc
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			doc.Commit = setting.Value
		case "vcs.modified":
			doc.Modified = setting.Value == "true"
		}
	}
	return doc
}
