package report

// sarifSchema is where the schema of SARIF 2.1.0 is published.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type (
	// sarifLog is a file of SARIF 2.1.0. It and the types below are what audits and links need of it.
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	// sarifRun is what one run of patctl found.
	sarifRun struct {
		Tool              sarifTool         `json:"tool"`
		AutomationDetails sarifAutomation   `json:"automationDetails"`
		ColumnKind        string            `json:"columnKind"`
		Invocations       []sarifInvocation `json:"invocations"`
		Results           []sarifResult     `json:"results"`
		Properties        sarifProperties   `json:"properties"`
	}
	// sarifTool is the program.
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	// sarifDriver is the program, with its rules.
	sarifDriver struct {
		Name            string      `json:"name"`
		InformationURI  string      `json:"informationUri"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		Version         string      `json:"version"`
		Rules           []sarifRule `json:"rules"`
	}
	// sarifRule describes a rule.
	sarifRule struct {
		ID            string              `json:"id"`
		Short         sarifText           `json:"shortDescription"`
		Full          sarifText           `json:"fullDescription"`
		Help          sarifHelp           `json:"help"`
		HelpURI       string              `json:"helpUri"`
		Configuration sarifConfiguration  `json:"defaultConfiguration"`
		Properties    sarifRuleProperties `json:"properties"`
	}
	// sarifRuleProperties has the tags by which code scanning files a rule.
	sarifRuleProperties struct {
		Tags []string `json:"tags"`
	}
	// sarifConfiguration has the level of a rule where nothing changes it.
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	// sarifHelp is what a rule is about and what to do.
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	// sarifText is a message.
	sarifText struct {
		Text string `json:"text"`
	}
	// sarifAutomation has the category of the run.
	sarifAutomation struct {
		ID string `json:"id"`
	}
	// sarifInvocation says whether the run was complete.
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications"`
	}
	// sarifNotification is a message about the run.
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	// sarifResult is a finding or a problem.
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
	}
	// sarifSuppression says why a result does not count.
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	// sarifLocation is where a result belongs.
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	// sarifLogical names the request or token.
	sarifLogical struct {
		Name               string `json:"name"`
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
	// sarifPhysical is a place in a file.
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	// sarifArtifact is a file.
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId"`
	}
	// sarifRegion is a range of a file; lines and columns count from 1.
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	// sarifProperties is patctl's own: the counts of all formats.
	sarifProperties struct {
		Tally  string         `json:"tally"`
		Counts *FindingCounts `json:"findings"`
		AsOf   string         `json:"asOf,omitempty"`   // of audits
		ReadAt string         `json:"readAt,omitempty"` // when the first organization was read
	}
)
