package explain

import (
	"os"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// splitFiles tells files and directories from what else is to be explained. A word
// is a permission rather than a directory of that name, and a path of the API rather
// than one of the file system.
func (about explaining) splitFiles(e *cli.Env, v *cli.View, opts explainOptions) (files, others []string) {
	files = opts.files
	for _, arg := range opts.args {
		switch {
		case !namesFile(e, arg):
			others = append(others, arg)
		case about.namesPermission(arg):
			v.Note("%s is also a file or directory here. To read it, run: patctl explain ./%s", diag.Printable(arg), diag.Printable(arg))
			others = append(others, arg)
		case strings.HasPrefix(arg, "/") && about.namesPath(arg):
			others = append(others, arg)
		default:
			files = append(files, arg)
		}
	}
	return files, others
}

// namesFile reports whether an argument is a file or a directory, or anything else of
// that name, which cannot be read.
func namesFile(e *cli.Env, arg string) bool {
	_, err := os.Stat(e.Path(arg))
	return err == nil
}

func (about explaining) namesPermission(arg string) bool {
	_, known := about.PermissionMeant(arg)
	return known && !strings.ContainsAny(arg, "./")
}

// namesPath reports whether an argument is the path of an endpoint.
func (about explaining) namesPath(arg string) bool {
	call, err := catalog.ParseCall(arg)
	return err == nil && about.Find(call) != nil
}

// fileName is what looks like the name of a file and like nothing else.
var fileName = lazyregexp.New(`^(?:\.{1,2}/)?[\w.@+-]*(?:/[\w.@+-]+)*\.(?:sh|bash|zsh|ya?ml|[cm]?[jt]sx?|vue|py|rb|ps1|graphql|gql|log|txt|har|json)$`)

// isMissingFile reports whether an argument is meant as a file that does not exist.
func isMissingFile(e *cli.Env, arg string) bool {
	if strings.HasPrefix(arg, "/") || !fileName.MatchString(arg) || strings.Contains(path.Dir(arg), "repos/") {
		return false
	}
	_, err := os.Stat(e.Path(arg))
	return err != nil
}
