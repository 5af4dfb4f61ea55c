package explain

import (
	"path"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// placedRun is code that a text runs and does not hold, with its place.
type placedRun struct {
	at place
	reading.Run
}

// runsPrefix begins the call of such code.
const runsPrefix = "runs "

// addRuns notes the code that is in none of the files that were read.
func (q *question) addRuns(looked []string) {
	files := map[string][]string{}
	for _, name := range looked {
		files[path.Base(name)] = append(files[path.Base(name)], name)
	}
	for _, run := range q.runs {
		if run.File == "" || !isRead(run.File, files, looked) {
			q.addUnclear(run.at, runsPrefix+run.What)
		}
	}
}

// openFolder is what a path begins with that the text does not tell, or that leads to
// another folder.
var openFolder = lazyregexp.New(`^(?:(?:\.{1,2}|[^/]*[{}][^/]*|~)/)+`)

// isRead reports whether a script, by its path, is one of the files. The folder that it
// is run in is not known: any file whose path ends in the same way may be it, and all
// of them were read.
func isRead(script string, files map[string][]string, looked []string) bool {
	name := openFolder.ReplaceAllString(path.Clean(script), "")
	for _, file := range files[path.Base(name)] {
		if file == name || strings.HasSuffix(file, "/"+strings.TrimLeft(name, "/")) || path.Dir(name) == "." {
			return true
		}
	}
	if path.Ext(name) != "" { // else it may be a folder with a program
		return false
	}
	for _, file := range looked {
		if name == "." || strings.HasPrefix(file, name+"/") || strings.Contains(file, "/"+name+"/") {
			return true
		}
	}
	return false
}

// findRun says how to have code read that the text runs.
func (doc *Document) findRun(v *cli.View) {
	for _, call := range doc.Calls {
		if strings.HasPrefix(call.Call, runsPrefix) {
			v.Printf("\n%s", v.Say(`patctl did not read the code that these commands run, so the answer does not
include its calls. If the code is in a file, name the file or its directory, too:

  patctl explain FILE... DIRECTORY
`))
			return
		}
	}
}
