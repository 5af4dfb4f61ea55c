package workspace

import (
	"strconv"
	"strings"
)

// addressLevel is a template, or something that templates are below: for
// module.ci["x"].template.reader those are module.ci, module.ci["x"] and
// the template itself.
type addressLevel struct {
	plain   string // without quotation marks around keys
	Dotted  string // with keys after dots, which no shell takes for a pattern
	written string // as patctl prints it
}

// AddressLevels takes the address of a template apart, outermost level first.
func AddressLevels(address string) []addressLevel {
	var (
		levels        []addressLevel
		plain, dotted strings.Builder
	)
	words := 1 // module, NAME, template, NAME: a level ends after every second one
	for at := 0; at < len(address); {
		level := addressLevel{plain.String(), dotted.String(), address[:at]}
		if key, size := instanceKey(address[at:]); size > 0 {
			levels = append(levels, level)
			plain.WriteString("[" + key + "]")
			dotted.WriteString("." + key)
			at += size
			continue
		}
		if address[at] == '.' {
			if words%2 == 0 {
				levels = append(levels, level)
			}
			words++
		}
		plain.WriteByte(address[at])
		dotted.WriteByte(address[at])
		at++
	}
	return append(levels, addressLevel{plain.String(), dotted.String(), address})
}

// plainAddress takes the quotation marks off the keys of an address or of a
// pattern. Keys without them stay.
func plainAddress(address string) string {
	var plain strings.Builder
	for address != "" {
		key, size := instanceKey(address)
		if size == 0 {
			plain.WriteByte(address[0])
			address = address[1:]
			continue
		}
		plain.WriteString("[" + key + "]")
		address = address[size:]
	}
	return plain.String()
}

// instanceKey reads a quoted key such as ["api"] or ['api'] at the start of s.
// It returns the key and the size of all of it in s, which is 0 where there is none.
func instanceKey(s string) (key string, size int) {
	if rest, ok := strings.CutPrefix(s, "['"); ok {
		if end := strings.Index(rest, "']"); end >= 0 {
			return rest[:end], end + len("['']")
		}
	}
	if !strings.HasPrefix(s, `["`) {
		return "", 0
	}
	for i := len(`["`); i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			if !strings.HasPrefix(s[i:], `"]`) {
				return "", 0
			}
			return unquoteKey(s[1 : i+1]), i + len(`"]`)
		}
	}
	return "", 0
}

// unquoteKey reads a string as HCL writes it. One that it would not write is
// left as it is.
func unquoteKey(quoted string) string {
	key, err := strconv.Unquote(quoted)
	if err != nil {
		key = quoted[1 : len(quoted)-1]
	}
	return strings.NewReplacer("$${", "${", "%%{", "%{").Replace(key)
}
