// Package condition says in words when a set of permissions is the one that is needed.
// The conditions are those of the catalog.
package condition

// conditions are the words of the facts for when a set is needed.
var conditions = map[string]string{
	"object=issue":               " for an issue",
	"object=pull-request":        " for a pull request",
	"observed=accepted":          "",
	"path=.github/workflows/":    " for a file in .github/workflows/",
	"path!=.github/workflows/":   " for other files",
	"commit=changes-workflows":   " where a commit changes a file in .github/workflows/",
	"commit!=changes-workflows":  " where no commit changes a workflow file",
	"branch=default":             " for the default branch",
	"branch!=default":            " for other branches",
	"media=json":                 " for JSON",
	"media=diff,patch":           " for a diff or a patch",
	"context=private-repository": " in the context of a private repository; otherwise nothing",
}

// Text says a condition behind the permissions that it asks for: " for a pull request".
// It begins with a space, and is "" for a condition that goes without saying.
func Text(condition string) string {
	if text, ok := conditions[condition]; ok {
		return text
	}
	return " if " + condition
}
