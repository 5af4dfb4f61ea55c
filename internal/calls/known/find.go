package known

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/ghcli"
	"github.com/patctl/patctl/internal/catalog/graphql"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Call is what the catalog knows of a call.
type Call struct {
	Title   string // its kind and a name, with what of its arguments decides: "gh secret set --org"
	Need    catalog.Need
	Public  bool // public resources can be read without a permission
	May     []May
	Remarks []string // in words
	// Access says what it needs, where that is what something else needs; else "".
	Access string
	// Twin: it is derived from an endpoint that does the same.
	Twin bool
	Doc  string // an address, or ""
}

// May is what a call needs besides, under a condition that the text does not show.
type May struct {
	When string
	Sets []pat.Permissions // nil: it is not known which
}

// Find finds what the catalog knows of a call that is none of the REST API. ok is false where it does not know the
// call, or where its arguments decide what it is.
func Find(call reading.Call) (k Call, ok bool) {
	words := strings.Fields(call.Text)
	if len(words) < 2 {
		return Call{}, false
	}
	switch call.Kind {
	case reading.GH:
		return lookUpGH(call, words[1:])
	case reading.GraphQL:
		if len(words) > 2 {
			return lookUpGraphQL(words[1], words[2])
		}
	case reading.Git:
		return lookUpGit(words[1], call.Arguments)
	case reading.Uses:
		return lookUpAction(words[1], call.Arguments)
	case reading.Host:
		return lookUpHost(words[1])
	}
	return Call{}, false
}

const ghManual = "https://cli.github.com/manual/gh_"

// lookUpGH finds a command of gh.
func lookUpGH(call reading.Call, words []string) (Call, bool) {
	command, ok := ghcli.Find(words)
	if !ok || command.ByArgument {
		return Call{}, false
	}
	k := Call{Title: "gh " + command.Name, Doc: ghManual + strings.ReplaceAll(command.Name, " ", "_")}
	arguments, shown := call.Arguments.Words()
	use := command.With(arguments)
	k.Need = use.Need
	for _, flag := range use.Flags {
		if flag.NoNumber() {
			k.Title += " without a number"
		} else if text := flagText(flag); text != "" {
			k.Title += " " + text
		}
		if flag.Note != "" {
			k.Remarks = append(k.Remarks, sentence(flag.Note))
		}
	}
	for _, flag := range use.May {
		k.May = append(k.May, May{strings.TrimSpace(flagText(flag) + " " + strings.TrimPrefix(flag.Note, "needed ")), flag.Sets})
	}
	if !shown {
		k.Remarks = append(k.Remarks, flagRemarks(command.Flags)...)
	}
	if k.Need.Note != "" {
		k.Remarks = append(k.Remarks, sentence(k.Need.Note))
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
			out = append(out, "Without a number or URL, it also needs "+SetText(flag.Sets[0])+" to look up the branch.")
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
			out = append(out, fmt.Sprintf("With %s, it %s%s.", text, what, SetText(flag.Sets[0])))
		}
	}
	return out
}

// factLevel is a permission as the facts write it.
var factLevel = lazyregexp.New(`\b([a-z_]+):(read|write|admin)\b`)

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
func lookUpGraphQL(kind, name string) (Call, bool) {
	find := map[string]func(string) (graphql.Element, bool){"mutation": graphql.Mutation, "query": graphql.Query, "type": graphql.Type, "field": fieldNamed}[kind]
	if find == nil {
		return Call{}, false
	}
	e, ok := find(name)
	if !ok {
		return Call{}, false
	}
	k := Call{Title: "graphql " + kind + " " + name, Need: e.Need, Doc: "https://docs.github.com/graphql"}
	if e.Depends != "" {
		// It needs what its fields need, and each of them is read with its own type.
		k.Need = catalog.Need{FineGrained: catalog.FineGrainedYes, Certainty: catalog.DerivedNeed}
		if k.Access = "Needs what the fields below it need."; e.Depends == "parent" {
			k.Access = "Needs what the object that it is a part of needs."
		}
	}
	if e.Gone {
		k.Remarks = append(k.Remarks, "GitHub has removed it.")
	}
	if k.Twin = e.Twin != ""; k.Twin {
		k.Remarks = append(k.Remarks, "It does the same as "+e.Twin+".")
	}
	if e.Note != "" {
		k.Remarks = append(k.Remarks, sentence(e.Note))
	}
	return k, true
}

// fieldNamed finds TYPE.FIELD.
func fieldNamed(name string) (graphql.Element, bool) {
	parent, field, _ := strings.Cut(name, ".")
	return graphql.Field(parent, field)
}

// module is the argument of a fetch of a module.
const module = "module"

// lookUpGit finds what Git needs.
func lookUpGit(command string, arguments reading.Arguments) (Call, bool) {
	if words, known := arguments.Words(); known && len(words) == 1 && words[0] == module {
		return Call{
			Title: "git fetch of a module", Access: "Needs no permission for a public module.", Need: catalog.Need{FineGrained: catalog.FineGrainedYes, Certainty: catalog.DerivedNeed},
			Remarks: []string{"Go gets public modules from a proxy, without a token. A private module (GOPRIVATE) needs contents = read."},
		}, true
	}
	use := catalog.GitUse(command == "push")
	return hostKnown("git "+command, use), command == "push" || command == "fetch"
}

// lookUpHost finds what a host takes, if it is the same for all of its uses.
func lookUpHost(host string) (Call, bool) {
	uses := catalog.HostUses(host)
	if len(uses) != 1 {
		return Call{}, false
	}
	return hostKnown("host "+strings.ToLower(host), uses[0]), true
}

func hostKnown(title string, use catalog.HostUse) Call {
	k := Call{Title: title, Public: use.PublicRead, Need: catalog.Need{
		FineGrained: catalog.FineGrained(use.FineGrained), Sets: use.Sets, Conditions: use.Conditions,
		Certainty: catalog.DocumentedNeed, Source: use.Source,
	}}
	if use.Judged {
		k.Need.Certainty = catalog.DerivedNeed
	}
	switch use.FineGrained {
	case "none":
		k.Need.FineGrained = catalog.FineGrainedYes
		k.Remarks = append(k.Remarks, "Send it no token.")
	case "retired":
		k.Need.FineGrained = catalog.FineGrainedNo
	}
	if use.Note != "" {
		k.Remarks = append(k.Remarks, sentence(use.Note))
	}
	if strings.HasPrefix(use.Source, "https://docs.github.com/") {
		k.Doc = use.Source
	}
	return k
}

// SetText writes permissions as "contents = write and issues = read".
func SetText(set pat.Permissions) string {
	var texts []string
	for _, name := range set.Names() {
		texts = append(texts, name+" = "+string(set[name]))
	}
	return strings.Join(texts, " and ")
}
