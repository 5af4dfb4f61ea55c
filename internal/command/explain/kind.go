package explain

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/action"
	"github.com/patctl/patctl/internal/catalog/ghcli"
	"github.com/patctl/patctl/internal/catalog/graphql"
	"github.com/patctl/patctl/internal/pat"
)

// known is what the catalog knows of a call that is none of the REST API.
type known struct {
	title   string // its kind and a name, with what of its arguments decides: "gh secret set --org"
	need    catalog.Need
	public  bool // public resources can be read without a permission
	may     []mayNeed
	remarks []string // in words
	doc     string   // an address, or ""
}

// mayNeed is what a call needs besides, under a condition that the text does not show.
type mayNeed struct {
	when string
	sets []pat.Permissions // nil: it is not known which
}

// addKind adds a call that is none of the REST API.
func (q *question) addKind(at place, call reading.Call) {
	k, ok := lookUp(call)
	if !ok {
		q.addUnclearAs(at, call.Text, call.As)
		return
	}
	q.addKnown(at, call, k)
}

// addKnown adds what the catalog knows of a call.
func (q *question) addKnown(at place, call reading.Call, k known) {
	kind, name, _ := strings.Cut(k.title, " ")
	e := catalog.Endpoint{
		Method: kind, Path: name, FineGrained: k.need.FineGrained, Sets: k.need.Sets, Conditions: k.need.Conditions,
		PublicRead: k.public, Judged: k.need.Certainty == catalog.DerivedNeed, Doc: k.doc,
	}
	// Two uses of one name may need different things, and neither stands for the other.
	key := fmt.Sprint(e.String(), " ", e.FineGrained, e.Sets)
	asked := q.beside[key]
	if asked == nil {
		asked = &askedEndpoint{Endpoint: e, known: &k}
		q.beside[key] = asked
	}
	asked.calls++
	for _, more := range k.may {
		if !slices.ContainsFunc(asked.known.may, func(m mayNeed) bool { return m.when == more.when }) {
			asked.known.may = append(asked.known.may, more)
		}
	}
	read := readCertain
	if call.Candidate {
		read = readCandidate
	}
	q.list(newCall(at, call.Text, read, call.As, certainty(k.need.Certainty)))
}

// lookUp finds what the catalog knows of a call. ok is false where it does not know the
// call, or where its arguments decide what it is.
func lookUp(call reading.Call) (k known, ok bool) {
	words := strings.Fields(call.Text)
	if len(words) < 2 {
		return known{}, false
	}
	switch call.Kind {
	case reading.GH:
		return lookUpGH(call, words[1:])
	case reading.GraphQL:
		if len(words) > 2 {
			return lookUpGraphQL(words[1], words[2])
		}
	case reading.Git:
		return lookUpGit(words[1])
	case reading.Uses:
		return lookUpAction(words[1], call.Arguments)
	case reading.Host:
		return lookUpHost(words[1])
	}
	return known{}, false
}

const ghManual = "https://cli.github.com/manual/gh_"

// lookUpGH finds a command of gh.
func lookUpGH(call reading.Call, words []string) (known, bool) {
	command, ok := ghcli.Find(words)
	if !ok || command.ByArgument {
		return known{}, false
	}
	k := known{title: "gh " + command.Name, doc: ghManual + strings.ReplaceAll(command.Name, " ", "_")}
	arguments, shown := call.Arguments.Words()
	use := command.With(arguments)
	k.need = use.Need
	for _, flag := range use.Flags {
		if flag.NoNumber() {
			k.title += " without a number"
		} else if text := flagText(flag); text != "" {
			k.title += " " + text
		}
		if flag.Note != "" {
			k.remarks = append(k.remarks, sentence(flag.Note))
		}
	}
	for _, flag := range use.May {
		k.may = append(k.may, mayNeed{strings.TrimSpace(flagText(flag) + " " + flag.Note), flag.Sets})
	}
	if !shown {
		k.remarks = append(k.remarks, flagRemarks(command.Flags)...)
	}
	if k.need.Note != "" {
		k.remarks = append(k.remarks, sentence(k.need.Note))
	}
	return k, true
}

// flagText writes a flag as people do.
func flagText(flag ghcli.Flag) string {
	if flag.Names == nil || flag.NoNumber() {
		return ""
	}
	name := flag.Names[len(flag.Names)-1]
	if flag.Value != "" && !strings.ContainsAny(flag.Value, "*!") {
		name += " " + flag.Value
	}
	return name
}

// flagRemarks say what flags change, where the text does not show which are given.
func flagRemarks(flags []ghcli.Flag) []string {
	var out []string
	for _, flag := range flags {
		if flag.NoNumber() {
			out = append(out, "Without a number or URL, it also needs "+permissionsText(flag.Sets[0])+" to look up the branch.")
		}
		if flagText(flag) == "" {
			continue
		}
		what := map[ghcli.Effect]string{ghcli.Adds: "also needs ", ghcli.Instead: "needs only ", ghcli.May: "may also need "}[flag.Effect]
		switch {
		case flag.Effect == ghcli.Closed:
			out = append(out, "Fine-grained tokens can't use it with "+flagText(flag)+".")
		case len(flag.Sets) > 0:
			text := flagText(flag)
			if value, negated := strings.CutPrefix(flag.Value, "!"); negated {
				text += " and without " + value
			}
			out = append(out, fmt.Sprintf("With %s, it %s%s.", text, what, permissionsText(flag.Sets[0])))
		}
	}
	return out
}

// factLevel is a permission as the facts write it.
var factLevel = regexp.MustCompile(`\b([a-z_]+):(read|write|admin)\b`)

// sentence makes a sentence of a remark in the facts.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	begin := factLevel.FindStringIndex(text)
	text = factLevel.ReplaceAllString(text, "$1 = $2")
	if begin != nil && begin[0] == 0 {
		return strings.TrimSuffix(text, ".") + "."
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// lookUpGraphQL finds an element of the GraphQL API.
func lookUpGraphQL(kind, name string) (known, bool) {
	find := map[string]func(string) (graphql.Element, bool){"mutation": graphql.Mutation, "query": graphql.Query, "type": graphql.Type, "field": fieldNamed}[kind]
	if find == nil {
		return known{}, false
	}
	e, ok := find(name)
	if !ok {
		return known{}, false
	}
	k := known{title: "graphql " + kind + " " + name, need: e.Need, doc: "https://docs.github.com/graphql"}
	if e.Depends != "" {
		// What it needs is what stands below it, which is read with its own type.
		k.need = catalog.Need{FineGrained: catalog.FineGrainedYes, Certainty: catalog.DerivedNeed}
		k.remarks = append(k.remarks, "It needs what the fields below it need.")
	}
	if e.Gone {
		k.remarks = append(k.remarks, "GitHub has removed it.")
	}
	if e.Twin != "" {
		k.remarks = append(k.remarks, "It does the same as "+e.Twin+".")
	}
	if e.Note != "" {
		k.remarks = append(k.remarks, sentence(e.Note))
	}
	return k, true
}

// fieldNamed finds TYPE.FIELD.
func fieldNamed(name string) (graphql.Element, bool) {
	parent, field, _ := strings.Cut(name, ".")
	return graphql.Field(parent, field)
}

// lookUpGit finds what Git needs.
func lookUpGit(command string) (known, bool) {
	use := catalog.GitUse(command == "push")
	return hostKnown("git "+command, use), command == "push" || command == "fetch"
}

// lookUpHost finds what a host takes, if it is the same for all of its uses.
func lookUpHost(host string) (known, bool) {
	uses := catalog.HostUses(host)
	if len(uses) != 1 {
		return known{}, false
	}
	return hostKnown("host "+strings.ToLower(host), uses[0]), true
}

func hostKnown(title string, use catalog.HostUse) known {
	k := known{title: title, public: use.PublicRead, need: catalog.Need{
		FineGrained: catalog.FineGrained(use.FineGrained), Sets: use.Sets, Conditions: use.Conditions,
		Certainty: catalog.DocumentedNeed, Source: use.Source,
	}}
	if use.Judged {
		k.need.Certainty = catalog.DerivedNeed
	}
	switch use.FineGrained {
	case "none":
		k.need.FineGrained = catalog.FineGrainedYes
		k.remarks = append(k.remarks, "Send it no token.")
	case "retired":
		k.need.FineGrained = catalog.FineGrainedNo
	}
	if use.Note != "" {
		k.remarks = append(k.remarks, sentence(use.Note))
	}
	if strings.HasPrefix(use.Source, "https://docs.github.com/") {
		k.doc = use.Source
	}
	return k
}

// lookUpAction finds a public action.
func lookUpAction(name string, arguments reading.Arguments) (known, bool) {
	a, ok := action.Find(name)
	if !ok {
		return known{}, false
	}
	k := known{title: "uses " + a.Name, need: a.Need}
	if strings.HasPrefix(a.Need.Source, "https://") {
		k.doc = a.Need.Source
	}
	inputs, shown := arguments.Words()
	given := slices.ContainsFunc(inputs, func(input string) bool {
		return a.TokenInput != "" && strings.HasPrefix(strings.ToLower(input), strings.ToLower(a.TokenInput)+"=")
	})
	switch {
	case given:
		k.title += " with " + a.TokenInput
	case shown && a.TokenInput != "" && a.DefaultsToGitHubToken:
		k.remarks = append(k.remarks, fmt.Sprintf("It uses GITHUB_TOKEN because the input %s is not set.", a.TokenInput))
	case a.TokenInput != "" && a.DefaultsToGitHubToken:
		k.remarks = append(k.remarks, fmt.Sprintf("It uses GITHUB_TOKEN unless the input %s has another token.", a.TokenInput))
	case a.TokenInput != "":
		k.remarks = append(k.remarks, fmt.Sprintf("It takes the token in the input %s.", a.TokenInput))
	}
	for _, more := range a.More {
		k.remarks = append(k.remarks, conditionRemark(more))
	}
	if a.Need.Note != "" {
		k.remarks = append(k.remarks, sentence(a.Need.Note))
	}
	return k, true
}

// conditionRemark says what some uses of an action need.
func conditionRemark(more action.Condition) string {
	if len(more.Sets) == 0 || more.When == "" {
		return sentence(more.Text)
	}
	sets := make([]string, len(more.Sets))
	for i, set := range more.Sets {
		sets[i] = permissionsText(set)
	}
	if when, ok := strings.CutPrefix(more.When, "if "); ok {
		return fmt.Sprintf("If %s, it also needs %s.", when, strings.Join(sets, ", or "))
	}
	return fmt.Sprintf("%s: %s.", sentence(more.When)[:len(more.When)], strings.Join(sets, ", or "))
}
