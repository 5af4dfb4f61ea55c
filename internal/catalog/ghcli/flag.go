package ghcli

import (
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Effect is what a flag changes.
type Effect string

// The effects.
const (
	Adds    Effect = "adds"    // its set is needed beside the others
	Instead Effect = "instead" // its sets are needed in place of those of the command
	Closed  Effect = "closed"  // fine-grained tokens cannot
	May     Effect = "may"     // its set may be needed, see Note; no set: it is not known which
)

// Flag is a flag of a command that changes what the command needs.
type Flag struct {
	// Names are the flag's names, such as -o and --org. Nil: the effect is that of every use
	// of the command. "no number": it is that of a use that names no object.
	Names  []string
	Value  string   // that the flag has to have; with * for anything, and ! before what may not be; "": any
	With   []string // names of another flag that has to be there
	Effect Effect
	Sets   []pat.Permissions // nil, with Instead: none is needed
	Note   string            // may be ""
}

// NoNumber reports whether the flag represents a use that names no pull request by number or
// address.
func (f Flag) NoNumber() bool { return len(f.Names) > 0 && f.Names[0] == noNumber }

// noNumber represents the names of a flag: no argument names a pull request.
const noNumber = "no number"

// Use is what one use of a command needs.
type Use struct {
	catalog.Need
	Flags []Flag // that apply, without those of May
	May   []Flag // that may ask for more
}

// With returns what the command needs with these arguments: those behind its name, flags
// and others, as a shell would pass them. Parts in braces are not known. Nil: the arguments are
// not known, and the answer is that of the command without flags; see Flags.
func (c Command) With(arguments []string) Use {
	use := Use{Need: c.Need}
	a := argumentsOf(arguments)
	for _, effect := range []Effect{Instead, Closed, Adds, May} { // what is added is added to what is there instead
		for _, flag := range c.Flags {
			if flag.Effect == effect {
				use.apply(flag, a.has(flag))
			}
		}
	}
	return use
}

func (u *Use) apply(flag Flag, applies answer) {
	if applies == no {
		return
	}
	if flag.Effect == May || applies == perhaps {
		u.May = append(u.May, flag)
		return
	}
	u.Flags = append(u.Flags, flag)
	switch flag.Effect {
	case Closed:
		u.FineGrained, u.Sets, u.Conditions = catalog.FineGrainedNo, nil, nil
	case Instead:
		u.FineGrained, u.Sets, u.Conditions = catalog.FineGrainedYes, flag.Sets, nil
	case Adds:
		if u.FineGrained == catalog.FineGrainedYes {
			u.Need = u.Plus(flag.Sets[0])
		}
	}
	u.Certainty = u.Certainty.Least(catalog.DerivedNeed)
	if flag.Effect == Instead && u.Certainty == catalog.UnknownNeed {
		u.Certainty = catalog.DerivedNeed
	}
}

// answer says whether a flag is among arguments.
type answer int

const (
	no answer = iota
	perhaps
	yes
)

// arguments are flags with their values, and what else there is.
type arguments struct {
	flags  map[string][]string
	others []string // that may be values of flags
	known  bool
	// clustered are letters that may be flags, or the value of the flag that they are written behind:
	// -sd is -s and -d, and -lweb is -l with a value.
	clustered map[string]bool
}

func argumentsOf(words []string) arguments {
	a := arguments{flags: map[string][]string{}, clustered: map[string]bool{}, known: words != nil}
	taken := false // by the flag before
	for i, word := range words {
		switch {
		case taken:
			taken = false
		case word == "--":
			a.others = append(a.others, words[i+1:]...)
			return a
		case strings.HasPrefix(word, "-"):
			name, value, given := strings.Cut(word, "=")
			if !given && !strings.HasPrefix(word, "--") && len(word) > 2 {
				name, value, given = word[:2], word[2:], true // -Rowner/repo; of -sd, -s
				a.cluster(word)
			}
			if !given && i+1 < len(words) && !strings.HasPrefix(words[i+1], "-") {
				value, taken = words[i+1], takesValue.MatchString(name)
			}
			a.flags[name] = append(a.flags[name], value)
		default:
			a.others = append(a.others, word)
		}
	}
	return a
}

// takesValue are flags that have a value wherever gh has them, so that the word behind them
// names no object.
var takesValue = lazyregexp.New(`^(--(json|jq|template|repo|title|body|body-file|base|milestone|subject|match-head-commit|author-email|add-.*|remove-.*)|-[RqtTF])$`)

// cluster notes the letters behind the first one of a word.
func (a *arguments) cluster(word string) {
	if !shortFlags.MatchString(word) {
		return
	}
	for _, letter := range word[2:] {
		a.clustered["-"+string(letter)] = true
	}
}

// shortFlags are a few letters behind one hyphen.
var shortFlags = lazyregexp.New(`^-[a-zA-Z]{2,4}$`)

// object is an argument that names a pull request: a number, or an address.
var object = lazyregexp.New(`^#?[0-9]+$|/pull/|^\{`)

// has reports whether a flag with its value is there.
func (a arguments) has(flag Flag) answer {
	switch {
	case flag.Names == nil:
		return yes
	case flag.NoNumber():
		return a.namesNothing()
	}
	if flag.With != nil && !slices.ContainsFunc(flag.With, func(name string) bool { return a.flags[name] != nil }) {
		return no
	}
	found := no
	for _, name := range flag.Names {
		if a.clustered[name] {
			found = max(found, perhaps)
		}
		for _, value := range a.flags[name] {
			found = max(found, matches(value, flag.Value))
		}
	}
	return found
}

// namesNothing reports whether no argument names the object: a branch can also be the
// value of a flag.
func (a arguments) namesNothing() answer {
	switch {
	case !a.known, slices.ContainsFunc(a.others, object.MatchString):
		return no
	case len(a.others) > 0:
		return perhaps
	}
	return yes
}

// matches reports whether a value, or one of the values in a list with commas, is the
// wanted one.
func matches(value, want string) answer {
	wanted, negated := strings.CutPrefix(want, "!")
	switch {
	case want == "" && value == "false": // --web=false
		return no
	case want == "":
		return yes
	case strings.Contains(value, "{"):
		return perhaps
	}
	found := slices.ContainsFunc(strings.Split(value, ","), func(part string) bool { return isLike(strings.TrimSpace(part), wanted) })
	if found != negated {
		return yes
	}
	return no
}

// isLike compares with a pattern in which * is anything, slashes, too.
func isLike(value, pattern string) bool {
	if !strings.Contains(pattern, "*") {
		return value == pattern
	}
	ok, err := path.Match(strings.ReplaceAll(pattern, "/", "\x00"), strings.ReplaceAll(value, "/", "\x00"))
	return err == nil && ok
}
