package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/diag"
)

const (
	// MaxFileSize is the size in bytes above which a file is refused. Ten
	// thousand templates take some 3 MB; the parser needs fifty times the
	// memory of its input.
	MaxFileSize = 16 << 20

	// maxNesting bounds brackets within brackets. The parser and the evaluation are
	// recursive: a file made for it could exhaust the stack, which no program
	// survives.
	maxNesting = 200

	// MaxOperators bounds the operators of one expression, for the same reason.
	MaxOperators = 5000

	// MaxReferences bounds a chain of values, each of which refers to the next,
	// for the same reason.
	MaxReferences = 2000

	// MaxModules bounds the directories with modules.
	MaxModules = 5000

	// MaxInstances bounds templates and modules together: modules that call one
	// another twice double at every level.
	MaxInstances = 200_000

	// MaxPermissions bounds the permissions that a configuration declares: each makes a new catalog.
	MaxPermissions = 1000

	// MaxWords bounds the words and signs of a configuration: each takes some 300
	// bytes of memory. Ten thousand templates with all arguments have some 1,800,000.
	MaxWords = 2_000_000

	// manyWords is how many words and signs a configuration has at most to be read in about 10 seconds
	// and with about 512 MiB, whatever is in it.
	manyWords = 900_000

	// maxName bounds the characters of the name of a block or an argument: to find the name that it is a
	// misspelling of takes time.
	maxName = 10_000

	// maxExponent bounds the digits in the exponent of a number: to write out
	// 1e10000000 as a string takes many seconds.
	maxExponent = 3

	// maxDigits bounds the digits of a number: the time to read them grows with their square.
	maxDigits = 1000
)

// CheckComplexity refuses a source that the parser and the evaluation should not
// be trusted with. It reads tokens only where a count of bytes gives reason to.
func CheckComplexity(src []byte, filename string) hcl.Diagnostics {
	return checkComplexity(NewText(filename, src))
}

func checkComplexity(t Text) hcl.Diagnostics {
	src, filename := t.Src, t.Name
	if t.Words > MaxWords {
		return TooManyWords(StartOf(filename), "This file has")
	}
	json := strings.HasSuffix(filename, ".json")
	if !json {
		if diags := checkLiterals(src, filename); diags.HasErrors() {
			return diags
		}
	}
	if !suspicious(src, json) && (json || t.longest <= maxName) {
		return nil
	}
	if json {
		return checkComplexityJSON(src, filename)
	}
	tokens, _ := hclsyntax.LexConfig(src, filename, hcl.InitialPos)
	meter := nestingMeter{}
	for _, token := range tokens {
		if problem := meter.add(token); problem != "" {
			return tooComplex(token.Range, problem)
		}
	}
	return nil
}

// TooManyWords refuses a file, or a configuration up to a file, that has more than MaxWords.
func TooManyWords(at hcl.Range, which string) hcl.Diagnostics {
	return tooComplex(at, fmt.Sprintf("%s more than %d words and signs, and patctl would need too much memory for it. Divide it into configurations in directories of their own.", which, MaxWords))
}

// TooManyPermissions refuses the first permission beyond MaxPermissions.
func TooManyPermissions(at hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "too-complex", "Too many permissions",
		fmt.Sprintf("A configuration can declare at most %d permissions. patctl ignored this one and those after it.", MaxPermissions))
}

// ManyWords warns once of a configuration that is large, but not too large: own are the words of
// the file at hand, and all those up to its end.
func ManyWords(filename string, own, all int) hcl.Diagnostics {
	if all <= manyWords || all-own > manyWords {
		return nil
	}
	return hcl.Diagnostics{diag.Warning(StartOf(filename), "large-configuration", "Large configuration",
		fmt.Sprintf("Up to the end of this file, the configuration has more than %d words and signs, so patctl may take 1 GiB of memory and 30 seconds. Divide the configuration into several in directories of their own.", manyWords))}
}

// LargeFile warns of a file that is read by itself, and is large, but not too large.
func LargeFile(filename string, src []byte) hcl.Diagnostics {
	if n, _ := diag.Words(src); n <= manyWords || n > MaxWords {
		return nil
	}
	return hcl.Diagnostics{diag.Warning(StartOf(filename), "large-configuration", "Large file",
		fmt.Sprintf("This file has more than %d words and signs, so patctl may take 1 GiB of memory and 30 seconds. Divide it into several files.", manyWords))}
}

func tooComplex(at hcl.Range, problem string) hcl.Diagnostics {
	return hcl.Diagnostics{diag.Error(at, "too-complex", "Source too complex", problem)}
}

var digitsProblem = fmt.Sprintf("A number has more than %d digits, or its exponent has more than %d.", maxDigits, maxExponent)

// hugeNumber reports whether a number or its exponent has too many digits.
func hugeNumber(text string) bool {
	at := strings.IndexAny(text, "eE")
	return len(text) > maxDigits || at >= 0 && len(strings.TrimLeft(text[at+1:], "+-0")) > maxExponent
}

// nestingMeter measures a stream of tokens.
type nestingMeter struct {
	open       []hclsyntax.TokenType
	directives int  // %{ if } and %{ for } that are open
	directive  bool // the token before began one
	operators  int  // since the last item of a body or of an object began
	literals   int  // in a row
}

// add returns what is wrong from this token on, or "".
func (m *nestingMeter) add(token hclsyntax.Token) string {
	if token.Type == hclsyntax.TokenNumberLit && hugeNumber(string(token.Bytes)) {
		return digitsProblem
	}
	if token.Type == hclsyntax.TokenIdent && utf8.RuneCount(token.Bytes) > maxName {
		return fmt.Sprintf("This name has more than %d characters.", maxName)
	}
	m.addDirective(token)
	m.count(token.Type)
	switch {
	case len(m.open)+m.directives > maxNesting:
		return fmt.Sprintf("Brackets, quotes, and blocks are nested more than %d levels deep here. Move parts of it to locals.", maxNesting)
	case m.literals > maxLiterals:
		return fmt.Sprintf("This text has more than %d lines, dollar signs, and percent signs without an interpolation between them.", maxLiterals)
	case m.operators > MaxOperators:
		return fmt.Sprintf("This expression has more than %d operators. Move parts of it to locals.", MaxOperators)
	}
	return ""
}

func (m *nestingMeter) addDirective(token hclsyntax.Token) {
	if m.directive {
		switch string(token.Bytes) {
		case "if", "for":
			m.directives++
		case "endif", "endfor":
			m.directives--
		}
	}
	m.directive = token.Type == hclsyntax.TokenTemplateControl
}

func (m *nestingMeter) count(t hclsyntax.TokenType) {
	m.literals++
	if t != hclsyntax.TokenStringLit && t != hclsyntax.TokenQuotedLit {
		m.literals = 0
	}
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen,
		hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOQuote:
		m.open = append(m.open, t)
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen,
		hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCQuote:
		if len(m.open) > 0 {
			m.open = m.open[:len(m.open)-1]
		}
	case hclsyntax.TokenNewline:
		if len(m.open) == 0 || m.open[len(m.open)-1] == hclsyntax.TokenOBrace {
			m.operators = 0
		}
	case hclsyntax.TokenIdent, hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit,
		hclsyntax.TokenNumberLit, hclsyntax.TokenComma, hclsyntax.TokenComment:
	default:
		m.operators++
	}
}

// StartOf is the place of a diagnostic about a whole file.
func StartOf(filename string) hcl.Range {
	return hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}
}
