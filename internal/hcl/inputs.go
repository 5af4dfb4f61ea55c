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
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
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
	environPrefix   = "PATCTL_VAR_"
	fromEnvironment = "the environment variable " // begins the place of a value from there
	ValuesFile      = "patctl.patvars"
	ValuesSuffix    = ".patvars"
	autoSuffix      = ".auto.patvars"
	jsonValuesName  = ".json"
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
			given[name] = l.textInput(v, text, fromEnvironment+environPrefix+name)
		}
	}
}

func (l *loader) directoryInputs(s *source, given map[string]givenValue) {
	entries, err := fs.ReadDir(l.fsys, l.dir)
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
		src, err := readLimited(l.fsys, path.Join(l.dir, name))
		if err != nil {
			l.add(diag.Error(hcl.Range{Filename: name}, "unreadable-file", "Unreadable file",
				fmt.Sprintf("The file of values %s cannot be read: %s.", name, reason(err))))
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
	diags := checkComplexity(src, name)
	if diags.HasErrors() {
		l.add(diags...)
		return
	}
	body, diags := parse(src, name)
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

// blocksInValues says of a block in a file of values what belongs there.
func (l *loader) blocksInValues(body hcl.Body, diags hcl.Diagnostics) hcl.Diagnostics {
	native, ok := body.(*hclsyntax.Body)
	if !ok || len(native.Blocks) == 0 {
		return diags
	}
	l.lostValues = true
	return hcl.Diagnostics{diag.Error(native.Blocks[0].DefRange(), "block-in-values", "Block in a file of values",
		fmt.Sprintf("A file of values holds nothing but NAME = VALUE, such as org = \"octo-org\". Move the block to a file whose name ends in %s, or remove it.", NativeSuffix))}
}

func (l *loader) inputAttribute(s *source, a *hcl.Attribute, given map[string]givenValue) {
	name := cty.NormalizeString(a.Name)
	v, ok := s.variables[name]
	if !ok {
		l.hide(a.Range) // perhaps a sensitive one, misspelt
		if !s.mentions(a.Name) {
			l.add(diag.Warning(a.NameRange, "undeclared-variable", "Value for an undeclared variable",
				fmt.Sprintf("The configuration has no variable named %q.", a.Name)+diag.DidYouMean(a.Name, s.variableNames())))
		}
		return
	}
	if v.secret() {
		l.hide(a.Range)
	}
	if l.unquoted(v, a) {
		given[name] = givenValue{value: cty.DynamicVal, at: a.Expr.Range()}
		return
	}
	given[name] = givenValue{value: l.constant(a.Expr, v.secret()), at: a.Expr.Range(), expr: a.Expr}
}

// unquoted reports a text without quotes, which reads as a reference.
func (l *loader) unquoted(v *variable, a *hcl.Attribute) bool {
	word := hcl.ExprAsKeyword(a.Expr)
	if _, diags := a.Expr.Value(nil); word == "" || !diags.HasErrors() {
		return false
	}
	example := fmt.Sprintf("%s = %q", a.Name, word)
	if v.secret() {
		example = a.Name + " = \"...\""
	}
	l.add(diag.Error(a.Expr.Range(), "missing-quotes", "Missing quotes",
		"A file of values cannot refer to anything, and a text needs quotes: "+example+"."))
	return true
}

func (l *loader) assignment(s *source, assignment string, given map[string]givenValue) {
	name, text, found := strings.Cut(assignment, "=")
	name = cty.NormalizeString(strings.TrimSpace(name))
	at := hcl.Range{Filename: "--var"}
	if !found || !validKeyword(name) {
		// The text may be a secret that was meant as the value: it is not shown.
		l.add(diag.Error(at, "invalid-assignment", "Invalid assignment of a variable",
			"The flag --var takes NAME=VALUE, as in --var org=octo-org."))
		return
	}
	v, ok := s.variables[name]
	if ok {
		given[name] = l.textInput(v, text, "--var "+name)
		return
	}
	if !s.mentions(name) {
		l.add(diag.Error(at, "undeclared-variable", "Value for an undeclared variable",
			fmt.Sprintf("The configuration has no variable named %q.", name)+diag.DidYouMean(name, s.variableNames())))
	}
}

// textInput makes a value of the text of a flag or of the environment: a string
// for a variable of a primitive type, else an expression. The place is one that
// begins as the user writes it, such as --var org.
func (l *loader) textInput(v *variable, text, from string) givenValue {
	at := hcl.Range{Filename: from}
	if v.literal {
		if len(text) > 1 && strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) {
			l.add(quotedText(v, text, from))
			return givenValue{value: cty.DynamicVal, at: at}
		}
		return givenValue{value: cty.StringVal(text), at: at}
	}
	at = startOf(from)
	src := []byte(text)
	l.inputSource(from, src)
	if v.secret() {
		l.hide(wholeFile(from, src))
	}
	x, diags := l.expressionText(v, src, from)
	l.add(diags...)
	if diags.HasErrors() {
		return givenValue{value: cty.DynamicVal, at: at}
	}
	return givenValue{value: l.constant(x, v.secret()), at: at, expr: x}
}

// expressionText parses the text of a value.
func (l *loader) expressionText(v *variable, src []byte, from string) (hcl.Expression, hcl.Diagnostics) {
	if diags := checkComplexity(src, from); diags.HasErrors() {
		return nil, diags
	}
	x, diags := hclsyntax.ParseExpression(src, from, hcl.InitialPos)
	if (diags.HasErrors() || len(x.Variables()) > 0) && !bytes.Contains(src, []byte(`"`)) {
		return nil, hcl.Diagnostics{strippedQuotes(v, src, from)}
	}
	diags = firstSyntaxError(src, diags)
	if v.secret() {
		diags = redact(diags, nil)
	}
	return x, diags
}

// quotedText says of a text that the shell passed on with its quotes that they
// are not wanted.
func quotedText(v *variable, text, from string) *hcl.Diagnostic {
	detail := "The quotes would become part of the value. Leave them out"
	if !v.secret() {
		detail += fmt.Sprintf(": %s=%s", strings.TrimPrefix(from, fromEnvironment), text[1:len(text)-1])
	}
	return diag.Error(hcl.Range{Filename: from}, "quoted-value", "Quotes in the value of a variable", detail+".")
}

// strippedQuotes says of an expression without any quotes that the shell took them.
func strippedQuotes(v *variable, src []byte, from string) *hcl.Diagnostic {
	detail := "The value is an expression, in which texts need quotes. The shell removes quotes that are not quoted themselves."
	if !v.secret() {
		detail = fmt.Sprintf("The value that arrived is %s, in which texts have no quotes. The shell removes quotes that are not quoted themselves.", src)
	}
	example := `["a", "b"]`
	if v.typ.IsMapType() || v.typ.IsObjectType() {
		example = `{ a = "b" }`
	}
	at := startOf(from)
	at.End = hcl.Pos{Line: 1, Column: 1 + utf8.RuneCount(src), Byte: len(src)}
	return diag.Error(at, "stripped-quotes", "Missing quotes",
		fmt.Sprintf("%s Put the whole argument in single quotes, as in:\n\n  --var '%s=%s'", detail, v.name, example))
}

// hideFile keeps the lines of a file of values out of diagnostics where one of
// the variables is sensitive: what cannot be parsed may hold its value anywhere.
func (l *loader) hideFile(s *source, name string, src []byte) {
	if s.hasSensitive() || s.broken() {
		l.hide(wholeFile(name, src))
	}
}
