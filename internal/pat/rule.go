package pat

// Severity is the weight of a finding or of a diagnostic of a policy.
type Severity string

// The severities, heaviest first. Off silences a rule.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNotice  Severity = "notice"
	SeverityOff     Severity = "off"
)

// Verdict is the sum of what an audit says about a request or a token.
type Verdict string

// The verdicts.
const (
	Conforming Verdict = "conforming"
	Drifted    Verdict = "drifted"
	Undeclared Verdict = "undeclared"
	Excepted   Verdict = "excepted"
)

// Rule is a built-in rule of the audit, with the settings that a rule block
// may change.
type Rule struct {
	Name     string
	Severity Severity // the default
	Days     int      // the default of the setting days; 0: the rule has none
	// NamedOnly: an exception suppresses it only by naming it.
	NamedOnly bool
	// Needs says what an audit has to read beside requests and tokens to apply it.
	Needs Reading
}

// RulesPage is the documentation of the rules. It has a section for each, named after it.
const RulesPage = "https://github.com/patctl/patctl/blob/main/docs/rules.md"

// Reading is something that only an audit reads, and only if it is asked for.
type Reading string

// What rules need.
const (
	NeedsUse     Reading = "use"     // what tokens did
	NeedsClassic Reading = "classic" // classic tokens
)

// Rules returns the built-in rules, in the order of the documentation. The
// rules of policies are called policy:NAME and are not among them.
func Rules() []Rule {
	return []Rule{
		{Name: "undeclared-token", Severity: SeverityError, NamedOnly: true},
		{Name: "permission-extra", Severity: SeverityError},
		{Name: "permission-elevated", Severity: SeverityError},
		{Name: "permission-missing", Severity: SeverityNotice},
		{Name: "repositories-wider", Severity: SeverityError},
		{Name: "repository-extra", Severity: SeverityError},
		{Name: "lifetime-exceeded", Severity: SeverityError},
		{Name: "never-expires", Severity: SeverityError, NamedOnly: true},
		{Name: "owner-not-allowed", Severity: SeverityError},
		{Name: "name-differs", Severity: SeverityNotice},
		{Name: "unknown-permission", Severity: SeverityWarning},
		{Name: "expired-request", Severity: SeverityNotice},
		{Name: "expires-soon", Severity: SeverityNotice, Days: 14},
		{Name: "unused-token", Severity: SeverityWarning, Days: 90},
		{Name: "unused-permission", Severity: SeverityNotice, Days: 30, Needs: NeedsUse},
		{Name: "unused-write", Severity: SeverityNotice, Days: 30, Needs: NeedsUse},
		{Name: "unused-repositories", Severity: SeverityNotice, Days: 30, Needs: NeedsUse},
		{Name: "beyond-template", Severity: SeverityNotice, Needs: NeedsUse},
		{Name: "classic-token", Severity: SeverityWarning, NamedOnly: true, Needs: NeedsClassic},
	}
}

// PolicyRulePrefix begins the name of a rule that a policy block declares.
const PolicyRulePrefix = "policy:"
