package adopt

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// crowd are the names of all requests and tokens of one organization.
type crowd struct {
	names  []string // lower case, sorted, once each
	counts map[string]int
}

func newCrowd(names []string) *crowd {
	c := &crowd{counts: map[string]int{}}
	for _, name := range names {
		if name = strings.ToLower(name); name != "" {
			c.counts[name]++
		}
	}
	for name := range c.counts {
		c.names = append(c.names, name)
	}
	slices.Sort(c.names)
	return c
}

// outsiders counts those that a glob fits and that are none of the members.
func (c *crowd) outsiders(glob string, members map[string]int) int {
	glob = strings.ToLower(glob)
	head := glob
	if at := strings.IndexAny(glob, "*?"); at >= 0 {
		head = glob[:at]
	}
	first, _ := slices.BinarySearch(c.names, head)
	n := 0
	for _, name := range c.names[first:] {
		if !strings.HasPrefix(name, head) {
			break
		}
		if pat.FitsGlob(glob, name) {
			n += c.counts[name] - members[name]
		}
	}
	return n
}

// claim returns the glob for the names of members: of those that fit all of
// them the most readable that fits nobody else, or else the one that fits the
// fewest others.
func (c *crowd) claim(members []*member) (glob string, outsiders int) {
	counts := map[string]int{}
	var skeletons, names []string
	for _, m := range members {
		if m.name == "" {
			continue
		}
		if counts[m.name] == 0 {
			skeletons, names = append(skeletons, m.stem.glob), append(names, m.name)
		}
		counts[m.name]++
	}
	for i, candidate := range candidates(skeletons, names) {
		others := c.outsiders(candidate, counts)
		if i == 0 || others < outsiders {
			glob, outsiders = candidate, others
		}
		if others == 0 {
			break
		}
	}
	return glob, outsiders
}

// candidates returns globs that fit all the names, the best to read first.
func candidates(skeletons, names []string) []string {
	if len(names) == 1 {
		return single(names[0])
	}
	var literals []string
	for _, name := range names {
		literals = append(literals, exactly(name))
	}
	out := []string{cover(skeletons), cover(literals)}
	if tight := columns(names); tight != "" {
		out = append(out, tight)
	}
	return slices.DeleteFunc(out, func(glob string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return !pat.FitsGlob(strings.ToLower(glob), name) })
	})
}

// single returns globs for one name.
func single(name string) []string {
	whole := exactly(name)
	if utf8.RuneCountInString(whole) <= maxReadable {
		return []string{whole}
	}
	return []string{string([]rune(whole)[:maxReadable]) + "*", whole}
}

// namer gives templates names and labels that nobody has.
type namer struct {
	names  map[string]bool // target and name, lower case
	labels map[string]bool
	// taken is, for a key of names, or a label, the number below which all that end with one are
	// taken, so that thousands of tokens of the same name are not compared with one another.
	taken map[string]int
}

func nameKey(target, name string) string {
	return strings.ToLower(target) + "/" + strings.ToLower(name)
}

// free reports whether a template for a target may have a name.
func (n *namer) free(target, name string) bool { return !n.names[nameKey(target, name)] }

// name returns a free name that begins with text as far as possible, and takes
// it. What refused says about a name counts too.
func (n *namer) name(target, text string, refused func(string) bool) string {
	base := cmp.Or(cleanName(text, pat.MaxNameLength), "token")
	numbered := func(i int) string {
		suffix := " " + strconv.Itoa(i)
		if !strings.Contains(base, " ") {
			suffix = "-" + strconv.Itoa(i)
		}
		return cleanName(base, pat.MaxNameLength-len(suffix)) + suffix
	}
	name := base
	if !n.free(target, name) || refused(name) {
		i := n.skip(nameKey(target, base), func(i int) bool { return !n.free(target, numbered(i)) })
		for name = numbered(i); !n.free(target, name) || refused(name); name = numbered(i) {
			i++
		}
	}
	n.names[nameKey(target, name)] = true
	return name
}

// skip returns the first number from 2 that is not taken.
func (n *namer) skip(key string, taken func(int) bool) int {
	i := max(n.taken[key], 2)
	for taken(i) {
		i++
	}
	n.taken[key] = i
	return i
}

var separators = lazyregexp.New(`([-_./:, ])[-_./:, ]+`)

// cleanName returns what of a text the form takes as a name and people can
// read, at most so many characters.
func cleanName(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	text = cty.NormalizeString(separators.ReplaceAllString(text, "$1"))
	runes := []rune(text)
	text = strings.TrimSpace(string(runes[:min(len(runes), most)]))
	return cty.NormalizeString(strings.TrimRight(text, "-_.:,/ "))
}

// label returns a free label for a name, and takes it.
func (n *namer) label(name string) string {
	base := cmp.Or(labelOf(name), "token")
	label := base
	if n.labels[label] {
		numbered := func(i int) string { return base + "_" + strconv.Itoa(i) }
		label = numbered(n.skip("label "+base, func(i int) bool { return n.labels[numbered(i)] }))
	}
	n.labels[label] = true
	return label
}

// maxLabel is how long a label made of a name is at most.
const maxLabel = 60

// labelOf makes an identifier of a text: lower-case ASCII letters, digits and
// underscores, beginning with a letter; "" where nothing is left.
func labelOf(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	label := b.String()
	label = strings.Trim(label[:min(len(label), maxLabel)], "_")
	if label != "" && label[0] <= '9' {
		label = "token_" + label
	}
	return label
}
