package docs

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// page has the table of the link's parameters.
const page = "content/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens.md"

var (
	sectionHeading = regexp.MustCompile(`^#+ (Account|Repository|Organization) [Pp]ermissions\s*$`)
	parameterRow   = regexp.MustCompile("^\\|\\s*`([a-z][a-z0-9_]*)`\\s*\\|\\s*([^|]+?)\\s*\\|\\s*((?:`(?:read|write|admin)`(?:,\\s*)?)+)\\s*\\|\\s*$")
	levelPattern   = regexp.MustCompile("`(read|write|admin)`")
	heading        = regexp.MustCompile(`^#+ `)
)

// readParameters reads the rows below the three headings, sorted by name. They are nil where the
// page has none of the headings.
func readParameters(checkout fs.FS) ([]Permission, error) {
	text, err := fs.ReadFile(checkout, page)
	if err != nil {
		return nil, fmt.Errorf("read the parameters of the link: %w", err)
	}
	section := ""
	var all []Permission
	for line := range strings.SplitSeq(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") {
		if match := sectionHeading.FindStringSubmatch(line); match != nil {
			section = strings.ToLower(match[1])
			continue
		}
		if heading.MatchString(line) {
			section = ""
		}
		match := parameterRow.FindStringSubmatch(line)
		if section == "" || match == nil {
			continue
		}
		p := Permission{Name: match[1], Display: match[2], Section: section}
		for _, level := range levelPattern.FindAllStringSubmatch(match[3], -1) {
			p.Levels = append(p.Levels, level[1])
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Permission) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
