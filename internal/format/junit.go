package format

type (
	// JUnitCase is a test case of JUnit's XML. It and the types below are the elements that the usual readers know.
	JUnitCase struct {
		Class   string       `xml:"classname,attr"`
		Name    string       `xml:"name,attr"`
		Error   *JUnitResult `xml:"error"`
		Failure *JUnitResult `xml:"failure"`
		Skipped *JUnitResult `xml:"skipped"`
		Output  string       `xml:"system-out,omitempty"`
	}
	// JUnitProperties are the properties of a suite.
	JUnitProperties struct {
		Properties []JUnitProperty `xml:"property"`
	}
	// JUnitProperty is a property of a suite.
	JUnitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	// JUnitResult says why a case failed, could not be run, or was skipped.
	JUnitResult struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)
