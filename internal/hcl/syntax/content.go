package syntax

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/diag"
)

// maxUnknown is how many unknown words of a body are errors of their own. For each, hcl looks for
// a known word that is like it.
const maxUnknown = 1000

// ContentOf takes a body apart. Where a word is unknown and none is like it, the
// diagnostic lists the known words. More than 1,000 unknown words are one error.
func ContentOf(body hcl.Body, schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	if unknown := unknownWords(body, schema); len(unknown) > maxUnknown {
		slices.SortFunc(unknown, func(a, b hcl.Range) int { return cmp.Compare(a.Start.Byte, b.Start.Byte) })
		content, _, diags := body.PartialContent(schema)
		return content, append(diags, diag.Error(unknown[0], "too-complex", "Unsupported arguments",
			fmt.Sprintf("Here and below, %d arguments and blocks have names that patctl does not know.", len(unknown))))
	}
	content, diags := body.Content(schema)
	for _, d := range diags {
		if !strings.Contains(d.Detail, "Did you mean") {
			d.Detail += namesHere(d.Summary, d.Detail, schema)
		}
	}
	return content, diags
}

// unknownWords are where a native body has arguments and blocks that the schema does not.
func unknownWords(body hcl.Body, schema *hcl.BodySchema) []hcl.Range {
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	var out []hcl.Range
	for name, a := range native.Attributes {
		if !slices.ContainsFunc(schema.Attributes, func(known hcl.AttributeSchema) bool { return known.Name == name }) {
			out = append(out, a.NameRange)
		}
	}
	for _, b := range native.Blocks {
		if !slices.ContainsFunc(schema.Blocks, func(known hcl.BlockHeaderSchema) bool { return known.Type == b.Type }) {
			out = append(out, b.TypeRange)
		}
	}
	return out
}

// namesHere returns a sentence with the names that a schema knows, where the
// diagnostic, which is one of hcl's, is about a name that it does not know.
func namesHere(summary, detail string, schema *hcl.BodySchema) string {
	switch summary {
	case "Unsupported block type":
		return insteadOf(detail) + listed("block", blockTypes(schema))
	case "Unsupported argument":
		return listed("argument", argumentNames(schema))
	case "Extraneous JSON object property":
		return insteadOf(detail) + listed("name", slices.Concat(argumentNames(schema), blockTypes(schema)))
	}
	return ""
}

// fromTerraform says what there is in place of Terraform's blocks.
var fromTerraform = map[string]string{
	"resource":  ` Declare a token as template "NAME" { ... }.`,
	"data":      " A configuration cannot read data from GitHub.",
	"provider":  ` Set the host of GitHub in patctl { host = "..." }.`,
	"terraform": " Use the block patctl for settings.",
	"output":    " To print links, run `patctl render`.",
	"local":     " Declare local values in the block locals.",
}

func insteadOf(detail string) string {
	for word, text := range fromTerraform {
		if strings.Contains(detail, `"`+word+`"`) {
			return text
		}
	}
	return ""
}

func listed(what string, names []string) string {
	slices.Sort(names)
	switch len(names) {
	case 0:
		return ""
	case 1:
		return " The only " + what + " here is " + names[0] + "."
	}
	return " The " + what + "s here are " + strings.Join(names, ", ") + "."
}

func blockTypes(schema *hcl.BodySchema) []string {
	var names []string
	for _, b := range schema.Blocks {
		names = append(names, b.Type)
	}
	return names
}

func argumentNames(schema *hcl.BodySchema) []string {
	var names []string
	for _, a := range schema.Attributes {
		names = append(names, a.Name)
	}
	return names
}

// EndOf is where a block in native syntax ends. In JSON, it is the zero range.
func EndOf(b *hcl.Block) hcl.Range {
	if body, ok := b.Body.(*hclsyntax.Body); ok {
		return body.EndRange
	}
	return hcl.Range{}
}

// Whole reports whether a block of a broken file ends before the first error,
// so that nothing of it can be missing.
func Whole(b *hcl.Block, broken hcl.Pos) bool {
	body, ok := b.Body.(*hclsyntax.Body)
	return ok && body.EndRange.End.Byte <= broken.Byte
}
