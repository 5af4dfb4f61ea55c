package command

import (
	"runtime"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/format"
)

// versionDocument is what version --json prints.
type versionDocument struct {
	FormatVersion string `json:"format_version"`
	PatctlVersion string `json:"patctl_version"`
	Commit        string `json:"commit,omitempty"`
	CommitDate    string `json:"commit_date,omitempty"`
	Modified      bool   `json:"modified,omitempty"`
	GoVersion     string `json:"go_version"`
	Platform      string `json:"platform"`
	DataDate      string `json:"data_date"`
}

func newVersionCmd(e *cli.Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version of patctl",
		Long:  "Prints the version of patctl, the commit that it was built from and its date, if\nknown, the platform, and the date of the data about GitHub.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return runVersion(cli.NewView(e), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return cmd
}

func runVersion(v *cli.View, asJSON bool) error {
	doc := newVersionDocument()
	if asJSON {
		return v.JSON(doc)
	}
	v.Printf("patctl %s\n", doc.PatctlVersion)
	if doc.Commit != "" {
		v.Printf("commit %s%s%s\n", doc.Commit, dateNote(doc.CommitDate), modifiedNote(doc.Modified))
	}
	v.Printf("%s on %s\n", doc.GoVersion, doc.Platform)
	v.Printf("GitHub data of %s\n", doc.DataDate)
	return nil
}

func dateNote(date string) string {
	if date == "" {
		return ""
	}
	return " of " + date
}

func modifiedNote(modified bool) string {
	if modified {
		return ", with changes"
	}
	return ""
}

func newVersionDocument() versionDocument {
	build := cli.ReadBuild()
	return versionDocument{
		FormatVersion: format.FormatVersion,
		PatctlVersion: build.Version,
		Commit:        build.Commit,
		CommitDate:    build.CommitDate,
		Modified:      build.Modified,
		GoVersion:     runtime.Version(),
		Platform:      runtime.GOOS + "_" + runtime.GOARCH,
		DataDate:      catalog.DataDate(),
	}
}
