package pat

// Kind is what a policy or a verdict is about.
type Kind string

// The kinds of subjects.
const (
	KindTemplate Kind = "template"
	KindRequest  Kind = "request"
	KindToken    Kind = "token"
)

// Subject is what a policy sees as self: a template, a pending request or an
// active token. A nil pointer, map or slice is null there: the kind does not
// have it, or it was not read.
type Subject struct {
	Kind                Kind
	Address             *string // of the template, or of the one that the token fits
	Name                *string
	Description         *string
	Organization        *string
	ExpiresIn           *int // days; nil: never, or not declared
	Permissions         Permissions
	Repositories        Repositories
	RepositorySelection *string // none, all or subset, as GitHub answers
	Owner               *string
	TokenID             *int64
	Labels              map[string]string
	DaysUnused          *int
	Reason              *string
}
