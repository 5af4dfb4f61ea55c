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

// exactGrantsSomething: a template without permissions that must be matched
// exactly matches no token that anybody has a use for.
func exactGrantsSomething(r *run, t *template) {
	if !t.Match.Exact || len(t.Permissions) > 0 || unreadable(t.Template, "permissions") {
		return
	}
	r.error(t, t.Range, "exact-without-permissions", "Exact match without permissions",
		`The template grants no permission, and match { permissions = "exact" } asks for exactly that, so no useful token can match it. Add permissions, or remove the argument.`)
}
