package format

// sarifSchema is where the schema of SARIF 2.1.0 is published.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type (
	// SARIFLog is a file of SARIF 2.1.0. It and the types below are what audits and links need of it.
	SARIFLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []SARIFRun `json:"runs"`
	}
	// SARIFRun is what one run of patctl found.
	SARIFRun struct {
		Tool              sarifTool         `json:"tool"`
		AutomationDetails sarifAutomation   `json:"automationDetails"`
		ColumnKind        string            `json:"columnKind"`
		Invocations       []SARIFInvocation `json:"invocations"`
		Results           []SARIFResult     `json:"results"`
		Properties        SARIFProperties   `json:"properties"`
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
		Rules           []SARIFRule `json:"rules"`
	}
	// SARIFRule describes a rule.
	SARIFRule struct {
		ID            string              `json:"id"`
		Short         SARIFText           `json:"shortDescription"`
		Full          SARIFText           `json:"fullDescription"`
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
	// SARIFText is a message.
	SARIFText struct {
		Text string `json:"text"`
	}
	// sarifAutomation has the category of the run.
	sarifAutomation struct {
		ID string `json:"id"`
	}
	// SARIFInvocation says whether the run was complete.
	SARIFInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []SARIFNotification `json:"toolExecutionNotifications"`
	}
	// SARIFNotification is a message about the run.
	SARIFNotification struct {
		Level   string    `json:"level"`
		Message SARIFText `json:"message"`
	}
	// SARIFResult is a finding or a problem.
	SARIFResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             SARIFText          `json:"message"`
		Locations           []SARIFLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions        []SARIFSuppression `json:"suppressions,omitempty"`
	}
	// SARIFSuppression says why a result does not count.
	SARIFSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	// SARIFLocation is where a result belongs.
	SARIFLocation struct {
		Physical SARIFPhysical  `json:"physicalLocation"`
		Logical  []SARIFLogical `json:"logicalLocations,omitempty"`
	}
	// SARIFLogical names the request or token.
	SARIFLogical struct {
		Name               string `json:"name"`
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
	// SARIFPhysical is a place in a file.
	SARIFPhysical struct {
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
	// SARIFProperties is patctl's own: the counts of all formats.
	SARIFProperties struct {
		Tally  string         `json:"tally"`
		Counts *FindingCounts `json:"findings"`
		AsOf   string         `json:"asOf,omitempty"`   // of audits
		ReadAt string         `json:"readAt,omitempty"` // when the first organization was read
	}
)
