package formattest

import (
	"regexp"
	"strings"
	"testing"
)

// CheckReadInOneWay holds that a key that occurs twice, or in another case, is an
// error in a document that is read; the mark that some editors begin a file with is
// none. Changes are what to replace, and by what.
func CheckReadInOneWay(t *testing.T, saved string, read func([]byte) error, changes map[string][2]string) {
	t.Helper()
	for name, change := range changes {
		changed := strings.Replace(saved, change[0], change[1], 1)
		if changed == saved {
			t.Fatalf("%s: %s is not in the document", name, change[0])
		}
		if err := read([]byte(changed)); err == nil || !strings.Contains(err.Error(), "an object has the key") || goType.MatchString(err.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := read([]byte("\xef\xbb\xbf" + saved)); err != nil {
		t.Errorf("with a byte order mark: %v", err)
	}
	if err := read([]byte("\xff\xfe{\x00}\x00")); err == nil || !strings.Contains(err.Error(), "UTF-16") {
		t.Errorf("in UTF-16: %v", err)
	}
}

// goType is a type of patctl's own in a message.
var goType = regexp.MustCompile(`\b(report|[a-z]+report|comparison|judged|declared)\.[A-Z]`)
