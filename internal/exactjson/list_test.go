package exactjson

import "testing"

func TestHasMore(t *testing.T) {
	for list, want := range map[string]bool{
		"": false, "[": false, "[]": false, "[1]": false, "[1,2]": false, "[1,2,3]": true, "[1,2,3": true, "[1,2,": true, "[1,x,3]": false,
		`[{"a":1,"b":2,"c":3}]`: false, `{"a":1,"b":2,"c":3}`: false, "[[1,2,3],[4]]": false,
	} {
		if got := HasMore([]byte(list), 2); got != want {
			t.Errorf("%s: %v", list, got)
		}
	}
}
