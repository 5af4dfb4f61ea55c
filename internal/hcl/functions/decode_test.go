package functions

import (
	"strings"
	"testing"

	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// TestDecodeJSON: a value or an error is that of go-cty.
func TestDecodeJSON(t *testing.T) {
	for _, text := range []string{
		"", "null", "1", "1]", "1 2", `"a"`, "[", "[]", "[1,]", "[1 2]", "{}", `{"a":1}`, `{"a":1,"a":2}`, `{"a":1,"a":"b"}`, `{"a":null,"a":1}`, `{"a":[1],"a":[2,3]}`,
		`{"a":{"b":[null,true,false,-1.5e3,"x",{}]},"c":[]}`, `{"a"}`, `{"a":}`, `{1:2}`, "]", "}", "{]", `["e\u0301"]`, `{"e\u0301":1}`, `{"\u00e9":1,"\u00e9":2}`,
		`["\ud800"]`, "[\"\xff\"]", "[1e400, 1e400, 0.1]", "nul", "[nul]", " [1] ", "[1] x", strings.Repeat("[", 50) + strings.Repeat("]", 50), `{"a":1}]`, `{"a":1},`,
	} {
		got, err := decodeJSON([]byte(text))
		ty, wantErr := ctyjson.ImpliedType([]byte(text))
		want := got
		if wantErr == nil {
			want, wantErr = ctyjson.Unmarshal([]byte(text), ty)
		}
		if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() || err == nil && !got.RawEquals(want) {
			t.Errorf("%s: %#v, %v; not %#v, %v", text, got, err, want, wantErr)
		}
	}
}

// TestDecodeJSONOnce: a list takes a few allocations for each element, and no buffer.
func TestDecodeJSONOnce(t *testing.T) {
	const elements = 10_000
	src := []byte("[" + strings.Repeat("1,", elements) + "1]")
	most := testing.AllocsPerRun(1, func() {
		if _, err := decodeJSON(src); err != nil {
			t.Fatal(err)
		}
	})
	if most > 7*elements {
		t.Errorf("%v allocations for %d elements", most, elements)
	}
}
