package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
)

// DiagnoseIssues checks for each repository, in the form owner/name, whether the App can read and
// write its issues, as the issue targets of patctl serve do. It changes nothing. Call it after a
// Diagnose that found the identity right.
func (c *Client) DiagnoseIssues(ctx context.Context, repositories []string) []Check {
	var out []Check
	for _, repository := range slices.Compact(slices.Sorted(slices.Values(repositories))) {
		status, detail := CheckOK, fmt.Sprintf("The App can read and write the issues of %s.", repository)
		if why := c.lacksIssuesOf(ctx, repository); why != "" {
			status, detail = CheckProblem, fmt.Sprintf("The serve block has an issue target in %s. %s", repository, why)
		}
		out = append(out, Check{"issues", "", status, detail})
	}
	return out
}

// lacksIssuesOf says why the App cannot use the issues of a repository; "": it can.
func (c *Client) lacksIssuesOf(ctx context.Context, repository string) string {
	at, err := c.issuesOf(ctx, repository)
	if err == nil {
		// Of an installation whose ID was given, GitHub did not say which permissions it has.
		if i := at.s.installation; i != nil && i.Permissions != nil && i.Permissions.GetIssues() != "write" {
			return c.lacksIssues(at.reading(true))
		}
		_, err = at.send(ctx, http.MethodGet, at.path+"?per_page=1", nil, &bytes.Buffer{})
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
