package program

// Environment is what one of GitHub's variables holds, or the name of another, in the
// place of an expression.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
func Environment(at *Expr, name string) *Expr {
	e := &Expr{Kind: Text, Line: at.Line, Column: at.Column, Pos: at.Pos, Block: at.Block}
	switch name {
	case "GITHUB_API_URL":
		e.Text = "https://api.github.com"
	case "GITHUB_GRAPHQL_URL":
		e.Text = "https://api.github.com/graphql"
	case "GITHUB_SERVER_URL":
		e.Text = "https://github.com"
	case "GITHUB_REPOSITORY":
		e.Text = "{owner}/{repo}"
	default:
		e.Kind, e.Text = Unknown, name
	}
	return e
}
