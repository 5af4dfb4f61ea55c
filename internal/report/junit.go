package report

type (
	// junitCase is a test case of JUnit's XML. It and the types below are the elements that the usual readers know.
	junitCase struct {
		Class   string       `xml:"classname,attr"`
		Name    string       `xml:"name,attr"`
		Error   *junitResult `xml:"error"`
		Failure *junitResult `xml:"failure"`
		Skipped *junitResult `xml:"skipped"`
		Output  string       `xml:"system-out,omitempty"`
	}
	// junitProperties are the properties of a suite.
	junitProperties struct {
		Properties []junitProperty `xml:"property"`
	}
	// junitProperty is a property of a suite.
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	// junitResult says why a case failed, could not be run, or was skipped.
	junitResult struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)
