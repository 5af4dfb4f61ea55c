package scan

// element passes the text of JSX; see the package's tests for what that means.
func (s *scanner) element(_ *Token, _ []Token) bool { return false }
