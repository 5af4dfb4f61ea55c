package schema

import (
	"encoding/json"

	"github.com/patctl/patctl/internal/catalog"
)

// object is a JSON object.
type object = map[string]any

// JSONSchema returns the JSON Schema (2020-12) of a configuration in JSON syntax, *.pat.json.
// Where the language takes an expression, it takes a string with "${...}", too.
func JSONSchema(c *catalog.Catalog) ([]byte, error) {
	w := &jsonWriter{catalog: c, defs: object{
		"expression": object{"type": "string", "pattern": `\$\{|%\{`, "description": "A string that is an expression, or contains one."},
	}}
	out := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "https://github.com/patctl/patctl/blob/main/docs/schemas/pat.schema.json",
		"title":   "A configuration of patctl in JSON syntax (*.pat.json)",
		"$defs":   w.defs,
	}
	for key, value := range w.body(File) {
		out[key] = value
	}
	text, err := json.MarshalIndent(out, "", "  ")
	return append(text, '\n'), err
}

type jsonWriter struct {
	catalog *catalog.Catalog
	defs    object // the bodies of blocks, by their types
}

// body is the schema of the body of a block.
func (w *jsonWriter) body(b *Block) object {
	properties := object{"//": object{"description": "A comment."}}
	var required []string
	for _, a := range b.Arguments {
		value := w.value(a)
		value["description"] = a.Doc
		properties[a.Name] = value
		if a.Required {
			required = append(required, a.Name)
		}
	}
	for _, inner := range b.Blocks {
		properties[inner.Type] = w.block(inner)
	}
	out := object{"type": "object", "properties": properties}
	if b.Doc != "" {
		out["description"] = b.Doc
	}
	if required != nil {
		out["required"] = required
	}
	if !b.Open {
		out["additionalProperties"] = false
	}
	return out
}

// block is the schema of a block as a property: by its label, or by itself. Several are a
// list.
func (w *jsonWriter) block(b *Block) object {
	w.defs[b.Type] = w.body(b)
	one := several(object{"$ref": "#/$defs/" + b.Type})
	if b.Label != "" {
		one = several(object{
			"type": "object", "properties": object{"//": object{"description": "A comment."}}, "additionalProperties": one,
		})
	}
	one["description"] = b.Doc
	return one
}

// several is one of something, or a list.
func several(one object) object {
	return object{"anyOf": []any{one, object{"type": "array", "items": one}}}
}

// value is the schema of the value of an argument.
func (w *jsonWriter) value(a Argument) object {
	text := object{"type": "string"}
	if a.Words != nil {
		text = object{"enum": a.Words}
	}
	list := object{"type": "array", "items": orExpression(text)}
	switch a.Type {
	case LiteralString, TypeConstraint:
		return text
	case LiteralBool:
		return object{"type": "boolean"}
	case LiteralStrings:
		return object{"type": "array", "items": text}
	case Literal, Any:
		return object{}
	case Number:
		return orExpression(object{"type": "number"})
	case Condition:
		return orExpression(object{"type": "boolean"})
	case Strings, Endpoints, Rules, Actions:
		return orExpression(list)
	case StringMap:
		return orExpression(object{"type": "object", "additionalProperties": object{"type": []string{"string", "null"}}})
	case Permissions:
		return orExpression(object{"type": "object", "properties": w.permissions(), "additionalProperties": object{"type": []string{"string", "null"}}})
	case Repositories:
		return orExpression(text, object{"type": "array", "items": object{"type": "string"}})
	case Expiry:
		return orExpression(object{"type": "integer", "minimum": 1, "maximum": 366}, object{"const": "none"})
	case Collection:
		return orExpression(object{"type": "object"}, object{"type": "array"})
	case Duration:
		return orExpression(object{"type": "string", "pattern": `^(\d+(\.\d*)?(ms|s|m|h))+$`})
	case Date:
		return orExpression(object{"type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`})
	}
	return orExpression(text)
}

// orExpression is any of the values, an expression, or null, which is as if the argument were
// not there.
func orExpression(values ...object) object {
	all := []any{}
	for _, v := range values {
		all = append(all, v)
	}
	return object{"anyOf": append(all, object{"$ref": "#/$defs/expression"}, object{"type": "null"})}
}

// permissions are the permissions that a template may use, with their levels.
func (w *jsonWriter) permissions() object {
	out := object{}
	for _, name := range w.catalog.Usable() {
		p, _ := w.catalog.Permission(name)
		levels := make([]string, len(p.Levels))
		for i, level := range p.Levels {
			levels[i] = string(level)
		}
		value := orExpression(object{"enum": levels})
		if p.DisplayName != "" {
			value["description"] = p.DisplayName + " (" + string(p.Section) + ")"
		}
		out[name] = value
	}
	return out
}
