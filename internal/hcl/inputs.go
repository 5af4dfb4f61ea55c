package hcl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/tree"
	"github.com/patctl/patctl/internal/hcl/variable"
)

// Inputs are values of the root module's variables, weakest first: environment,
// files of values in the directory, files named by the user, assignments. The
// files in the directory are read by Load.
type Inputs struct {
	Environ     []string    // NAME=value; only PATCTL_VAR_... is looked at
	Files       []InputFile // --var-file, in order
	Assignments []string    // --var, each name=value, in order
	// Saved are values that a plan has kept, in JSON by name: stronger than the
	// environment and the files in the directory, weaker than what the user names.
	Saved map[string]json.RawMessage
}

// InputFile is a file of values, read by the caller.
type InputFile struct {
	Name string // as the user wrote it; an ending .json decides the syntax
	Data []byte
}

// The names of files of values that are read without being named.
const (
	environPrefix = "PATCTL_VAR_"

	ValuesFile     = "patctl.patvars"
	ValuesSuffix   = ".patvars"
	autoSuffix     = ".auto.patvars"
	jsonValuesName = ".json"
)

// inputs gathers the values given for the root module's variables.
func (l *loader) inputs(s *source) map[string]givenValue {
	given := map[string]givenValue{}
	l.environInputs(s, given)
	l.directoryInputs(s, given)
	l.savedInputs(s, given)
	for _, f := range l.opts.Inputs.Files {
		l.inputFile(s, f.Name, f.Data, given)
	}
	for _, assignment := range l.opts.Inputs.Assignments {
		l.assignment(s, assignment, given)
	}
	return given
}

func (l *loader) environInputs(s *source, given map[string]givenValue) {
	for _, entry := range slices.Sorted(slices.Values(l.opts.Inputs.Environ)) {
		name, text, _ := strings.Cut(entry, "=")
		name, ours := strings.CutPrefix(cty.NormalizeString(name), environPrefix)
		if v, ok := s.variables[name]; ours && ok {
			given[name] = l.textInput(v, text, variable.FromEnvironment+environPrefix+name)
		}
	}
}

func (l *loader) directoryInputs(s *source, given map[string]givenValue) {
	entries, err := fs.ReadDir(l.Fsys, l.Dir)
	if err != nil {
		return // reported when the configuration was read
	}
	var names []string
	for _, entry := range entries {
		base := strings.TrimSuffix(entry.Name(), jsonValuesName)
		if base != ValuesFile && (!strings.HasSuffix(base, autoSuffix) || strings.HasPrefix(base, ".")) {
			continue
		}
		names = append(names, entry.Name())
	}
	// patctl.patvars is weaker than every automatic file.
	slices.SortStableFunc(names, func(a, b string) int { return automatic(a) - automatic(b) })
	for _, name := range names {
		src, err := tree.ReadLimited(l.Fsys, path.Join(l.Dir, name))
		if err != nil {
			l.add(diag.Error(hcl.Range{Filename: name}, "unreadable-file", "Unreadable file",
				fmt.Sprintf("The variable file %s cannot be read: %s.", name, tree.Reason(err))))
			continue
		}
		l.inputFile(s, name, src, given)
	}
}

// inputSource keeps the text of values for diagnostics, as what it is.
func (l *loader) inputSource(name string, src []byte) {
	l.config.Sources[name] = src
	l.config.Inputs[name] = true
}

func automatic(name string) int {
	if strings.HasPrefix(name, ValuesFile) {
		return 0
	}
	return 1
}

// inputFile reads a file of values: name = value, without references.
func (l *loader) inputFile(s *source, name string, src []byte, given map[string]givenValue) {
	l.inputSource(name, src)
	l.add(syntax.LargeFile(name, src)...)
	diags := syntax.CheckComplexity(src, name)
	if diags.HasErrors() {
		l.add(diags...)
		return
	}
	body, diags := syntax.Parse(src, name)
	l.add(diags...)
	if diags.HasErrors() {
		l.hideFile(s, name, src)
		l.lostValues = true
		return
	}
	attributes, diags := body.JustAttributes()
	l.add(l.blocksInValues(body, diags)...)
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		l.inputAttribute(s, attributes[key], given)
	}
}

// blocksInValues explains what belongs in a file of values instead of a block.
func (l *loader) blocksInValues(body hcl.Body, diags hcl.Diagnostics) hcl.Diagnostics {
	native, ok := body.(*hclsyntax.Body)
	if !ok || len(native.Blocks) == 0 {
		return diags
	}
	l.lostValues = true
	return hcl.Diagnostics{diag.Error(native.Blocks[0].DefRange(), "block-in-values", "Block in a variable file",
		fmt.Sprintf("A variable file can only contain assignments (NAME = VALUE), such as org = \"octo-org\". Move the block to a file whose name ends with %s, or remove it.", NativeSuffix))}
}

func (l *loader) inputAttribute(s *source, a *hcl.Attribute, given map[string]givenValue) {
	name := cty.NormalizeString(a.Name)
	v, ok := s.variables[name]
	if !ok {
		l.hide(a.Range) // perhaps a sensitive one, misspelt
		if !s.Mentions(a.Name) {
			l.add(diag.Warning(a.NameRange, "undeclared-variable", "Value for an undeclared variable",
				fmt.Sprintf("The configuration has no variable named %q.", a.Name)+diag.DidYouMean(a.Name, s.variableNames())))
		}
		return
	}
	if v.Secret() {
		l.hide(a.Range)
	}
	if l.unquoted(v, a) {
		given[name] = givenValue{value: cty.DynamicVal, at: a.Expr.Range()}
		return
	}
	given[name] = givenValue{value: l.constant(a.Expr, v.Secret()), at: a.Expr.Range(), expr: a.Expr}
}

// unquoted reports a text without quotes, which reads as a reference.
func (l *loader) unquoted(v *variable.Variable, a *hcl.Attribute) bool {
	word := hcl.ExprAsKeyword(a.Expr)
	if _, diags := a.Expr.Value(nil); word == "" || !diags.HasErrors() {
		return false
	}
	example := fmt.Sprintf("%s = %q", a.Name, word)
	if v.Secret() {
		example = a.Name + " = \"...\""
	}
	l.add(diag.Error(a.Expr.Range(), "missing-quotes", "Missing quotes",
		"A variable file cannot contain references, and a string requires quotes: "+example+"."))
	return true
}

func (l *loader) assignment(s *source, assignment string, given map[string]givenValue) {
	name, text, found := strings.Cut(assignment, "=")
	name = cty.NormalizeString(strings.TrimSpace(name))
	at := hcl.Range{Filename: "--var"}
	if !found || !variable.ValidKeyword(name) {
		// The text may be a secret that was meant as the value: it is not shown.
		l.add(diag.Error(at, "invalid-assignment", "Invalid variable assignment",
			"The flag --var requires NAME=VALUE, such as --var org=octo-org."))
		return
	}
	v, ok := s.variables[name]
	if ok {
		given[name] = l.textInput(v, text, "--var "+name)
		return
	}
	if !s.Mentions(name) {
		l.add(diag.Error(at, "undeclared-variable", "Value for an undeclared variable",
			fmt.Sprintf("The configuration has no variable named %q.", name)+diag.DidYouMean(name, s.variableNames())))
	}
}

// textInput makes a value of the text of a flag or of the environment: a string
// for a variable of a primitive type, else an expression. The place is one that
// begins as the user writes it, such as --var org.
func (l *loader) textInput(v *variable.Variable, text, from string) givenValue {
	at := hcl.Range{Filename: from}
	if v.Literal {
		if len(text) > 1 && strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) {
			l.add(variable.QuotedText(v, text, from))
			return givenValue{value: cty.DynamicVal, at: at}
		}
		return givenValue{value: cty.StringVal(text), at: at}
	}
	at = syntax.StartOf(from)
	src := []byte(text)
	l.inputSource(from, src)
	if v.Secret() {
		l.hide(syntax.WholeFile(from, src))
	}
	x, diags := l.expressionText(v, src, from)
	l.add(diags...)
	if diags.HasErrors() {
		return givenValue{value: cty.DynamicVal, at: at}
	}
	return givenValue{value: l.constant(x, v.Secret()), at: at, expr: x}
}

// expressionText parses the text of a value.
func (l *loader) expressionText(v *variable.Variable, src []byte, from string) (hcl.Expression, hcl.Diagnostics) {
	if diags := syntax.CheckComplexity(src, from); diags.HasErrors() {
		return nil, diags
	}
	x, diags := hclsyntax.ParseExpression(src, from, hcl.InitialPos)
	if (diags.HasErrors() || len(x.Variables()) > 0) && !bytes.Contains(src, []byte(`"`)) {
		return nil, hcl.Diagnostics{variable.StrippedQuotes(v, src, from)}
	}
	diags = syntax.FirstSyntaxError(src, diags)
	if v.Secret() {
		diags = expression.Redact(diags, nil)
	}
	return x, diags
}

// hideFile keeps the lines of a file of values out of diagnostics where one of
// the variables is sensitive: what cannot be parsed may hold its value anywhere.
func (l *loader) hideFile(s *source, name string, src []byte) {
	if s.hasSensitive() || s.broken() {
		l.hide(syntax.WholeFile(name, src))
	}
}
