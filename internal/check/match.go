package check

// matchIsWellFormed: the glob for the names of tokens has to be able to fit one.
func matchIsWellFormed(r *run, t *template) {
	at, ok := t.MatchName()
	if !ok {
		return
	}
	if problem := globProblem(t.Match.Name); problem != "" {
		malformed(r, t, at, t.Match.Name, problem)
	}
}
