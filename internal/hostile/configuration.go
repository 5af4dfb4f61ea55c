package hostile

import "strings"

// Configurations returns files of HCL with templates, values, and expressions.
func Configurations() []Text {
	return named(append(append(expressions, blocks...), Text{
		Name: "words of HCL", Words: []string{"template ", `"a" `, "{", "}", "\n", "= ", "${", "%{ for x in y }", "<<E\n", "E\n", "[", "]", "(", ")", "for ", "in ", ": ", "? ", "local.a ", "# x\n", "/*", "*/", `"`, "1.5e9 ", ", ", "... ", "name", " "},
	})...)
}

// instances are as many templates as range makes.
const instances = "template \"t\" {\n  for_each = { for n in setproduct(range(100), range(100)) : \"${n[0]}-${n[1]}\" => n }\n  name = each.key\n  expires_in = 30\n  permissions = { contents = \"read\" }\n}\n"

// padding is a comment that takes bytes and hardly any words, so that other limits are come to than that
// of words.
var padding = "# " + strings.Repeat("-", 200) + "\n"

var blocks = []Text{
	{Name: "templates", Unit: "template \"t№\" {\n  name = \"n№\"\n  expires_in = 30\n  permissions = { contents = \"read\" }\n}\n"},
	{Name: "templates with one name", Unit: "template \"t\" {\n  name = \"n\"\n}\n"},
	{Name: "templates with one title", Unit: "template \"t№\" {\n  name = \"n\"\n  permissions = { contents = \"read\" }\n}\n"},
	{Name: "empty templates", Unit: "template \"t№\" {}\n"},
	{Name: "unknown blocks", Unit: "b№ {}\n"},
	{Name: "unknown arguments", Head: "template \"t\" {\n", Unit: "a№ = 1\n", Tail: "}\n"},
	{Name: "one argument often", Head: "template \"t\" {\n", Unit: "name = \"n\"\n", Tail: "}\n"},
	{Name: "unknown permissions", Head: "template \"t\" {\n  name = \"n\"\n  permissions = {\n", Unit: "p№ = \"read\"\n", Tail: "}\n}\n"},
	{Name: "repositories", Head: "template \"t\" {\n  name = \"n\"\n  permissions = { contents = \"read\" }\n  repositories = [\n", Unit: "\"octo-org/r№\",\n", Tail: "]\n}\n"},
	{Name: "owners", Head: "template \"t\" {\n  name = \"n\"\n  permissions = { contents = \"read\" }\n  owners = [\n", Unit: "\"o№\",\n", Tail: "]\n}\n"},
	{Name: "endpoints", Head: "template \"t\" {\n  name = \"n\"\n  permissions = { contents = \"read\" }\n  endpoints = [\n", Unit: "\"GET /repos/{owner}/{repo}/x№\",\n", Tail: "]\n}\n"},
	{Name: "wide for_each", Head: "template \"t\" {\n  for_each = toset([\n", Unit: "\"k№\",\n", Tail: "])\n  name = each.key\n  permissions = { contents = \"read\" }\n}\n"},
	{Name: "for_each of a range", Head: "template \"t\" {\n  for_each = { for i in range(1000000) : i => i }\n  name = \"x${each.key}\"\n}\n", Unit: "# x\n"},
	{Name: "locals", Head: "locals {\n", Unit: "l№ = №\n", Tail: "}\n"},
	{Name: "chain of locals", Head: "locals {\nl = 1\nx0 = local.l\n", Unit: "y№ = local.x№\nx№ = local.y№\n", Tail: "}\n"},
	{Name: "references that are not declared", Head: "locals {\n", Unit: "l№ = local.m№\n", Tail: "}\n"},
	{Name: "variables", Unit: "variable \"v№\" {\n  type = string\n}\n"},
	{Name: "modules", Unit: "module \"m№\" {\n  source = \"./m\"\n}\n"},
	{Name: "modules in itself", Unit: "module \"m№\" {\n  source = \".\"\n}\n"},
	{Name: "policies", Unit: "policy \"p№\" {\n  condition = self.name != \"x\"\n  message = \"m\"\n}\n"},
	{Name: "policies for many templates", Head: instances, Unit: "policy \"p№\" {\n  condition = self.name != \"x\"\n  error_message = \"m\"\n}\n" + padding},
	{Name: "policies that many templates violate", Head: instances, Unit: "policy \"p№\" {\n  condition = self.name == \"x\"\n  error_message = self.name\n}\n" + padding},
	{Name: "loops in many instances", Head: "locals {\n  s = {\n", Unit: "k№ = [№]\n" + padding, Tail: "}\n}\ntemplate \"t\" {\n  for_each = local.s\n  name = each.key\n  repositories = [for k, v in local.s : k if k == each.key]\n}\n"},
	{Name: "JSON in a loop", Head: "locals {\n  b = [for i in range(1000) : jsonencode(local.a)]\n  a = [\n", Unit: "№,\n" + padding, Tail: "]\n}\n"},
	{Name: "declared permissions", Head: "patctl {\n", Unit: "permission \"p№\" {\n  section = \"repository\"\n  levels = [\"read\"]\n}\n" + padding, Tail: "}\n"},
	{Name: "exceptions", Unit: "exception \"e№\" {\n  organization = \"octo-org\"\n  token_id = №\n  rules = [\"undeclared-token\"]\n  reason = \"r\"\n  expires = \"2027-01-01\"\n}\n"},
	{Name: "organizations", Unit: "organization \"o№\" {\n}\n"},
	{Name: "rules", Unit: "rule \"unused-token\" {\n  severity = \"error\"\n}\n"},
	{Name: "match blocks", Head: "template \"t\" {\n  name = \"n\"\n", Unit: "match {\n  name = \"n№*\"\n}\n", Tail: "}\n"},
	{Name: "dynamic blocks", Head: "template \"t\" {\n  name = \"n\"\n", Unit: "dynamic \"match\" {\n  for_each = [1]\n  content { name = \"x\" }\n}\n", Tail: "}\n"},
	{Name: "nested blocks", Unit: "a {\n", End: "}\n"},
	{Name: "comments", Unit: "# c\n"},
	{Name: "one comment", Head: "/*", Unit: "*"},
	{Name: "long identifier", Head: "template \"t\" {\n", Unit: "i", Tail: " = 1\n}\n"},
	{Name: "long label", Head: "template \"", Unit: "i", Tail: "\" {}\n"},
}

var expressions = []Text{
	{Name: "nested lists", Head: "locals {\n a = ", Unit: "[", Middle: "1", End: "]", Tail: "\n}\n"},
	{Name: "nested objects", Head: "locals {\n a = ", Unit: "{a=", Middle: "1", End: "}", Tail: "\n}\n"},
	{Name: "nested brackets", Head: "locals {\n a = ", Unit: "(", Middle: "1", End: ")", Tail: "\n}\n"},
	{Name: "nested templates", Head: "locals {\n a = ", Unit: "\"${", Middle: "1", End: "}\"", Tail: "\n}\n"},
	{Name: "nested conditions", Head: "locals {\n a = ", Unit: "true?1:", Tail: "1\n}\n"},
	{Name: "minus signs", Head: "locals {\n a = ", Unit: "-", Tail: "1\n}\n"},
	{Name: "negations", Head: "locals {\n a = ", Unit: "!", Tail: "true\n}\n"},
	{Name: "sum", Head: "locals {\n a = 1", Unit: "+1", Tail: "\n}\n"},
	{Name: "indexes", Head: "locals {\n a = b", Unit: "[0]", Tail: "\n}\n"},
	{Name: "attributes", Head: "locals {\n a = b", Unit: ".c", Tail: "\n}\n"},
	{Name: "splats", Head: "locals {\n a = b", Unit: "[*]", Tail: "\n}\n"},
	{Name: "list of numbers", Head: "locals {\n a = [", Unit: "1,", Tail: "]\n}\n"},
	{Name: "list of texts", Head: "locals {\n a = [", Unit: "\"a\",", Tail: "]\n}\n"},
	{Name: "list of lists", Head: "locals {\n a = [", Unit: "[],", Tail: "]\n}\n"},
	{Name: "object of many", Head: "locals {\n a = {", Unit: "k№=1,", Tail: "}\n}\n"},
	{Name: "object with one key", Head: "locals {\n a = {", Unit: "k=1,", Tail: "}\n}\n"},
	{Name: "huge number", Head: "locals {\n a = 1", Unit: "0", Tail: "\n}\n"},
	{Name: "huge exponent", Head: "locals {\n a = 1e", Unit: "9", Tail: "\n}\n"},
	{Name: "huge text", Head: "locals {\n a = \"", Unit: "a", Tail: "\"\n}\n"},
	{Name: "escapes", Head: "locals {\n a = \"", Unit: `\n`, Tail: "\"\n}\n"},
	{Name: "interpolations", Head: "locals {\n a = \"", Unit: `${1}`, Tail: "\"\n}\n"},
	{Name: "heredoc", Head: "locals {\n a = <<E\n", Unit: "a\n", Tail: "E\n}\n"},
	{Name: "open heredoc", Head: "locals {\n a = <<E\n", Unit: " a\n"},
	{Name: "heredocs", Head: "locals {\n", Unit: "a№ = <<E\nE\n", Tail: "}\n"},
	{Name: "open heredocs", Unit: "a№ = <<E\n"},
	{Name: "calls", Head: "locals {\n a = [", Unit: "upper(\"a\"),", Tail: "]\n}\n"},
	{Name: "nested calls", Head: "locals {\n a = ", Unit: "upper(", Middle: `"a"`, End: ")", Tail: "\n}\n"},
	{Name: "unknown functions", Head: "locals {\n a = [", Unit: "f№(),", Tail: "]\n}\n"},
	{Name: "unknown functions with long names", Head: "locals {\n a = [", Unit: strings.Repeat("f", 2000) + "№(),", Tail: "]\n}\n"},
	{Name: "loops", Head: "locals {\n a = [", Unit: "[for x in [1]: x],", Tail: "]\n}\n"},
	{Name: "nested loops", Head: "locals {\n a = ", Unit: "[for x in [1]: ", Middle: "1", End: "]", Tail: "\n}\n"},
	{Name: "directives", Head: "locals {\n a = \"", Unit: "%{if true}", Middle: "a", End: "%{endif}", Tail: "\"\n}\n"},
	{Name: "regular expressions", Head: "locals {\n a = [", Unit: "regexall(\"(a*)*b№\",\"aaaa\"),", Tail: "]\n}\n"},
	{Name: "huge regular expression", Head: "locals {\n a = regex(\"", Unit: "(a{1000})", Tail: "\",\"aaa\")\n}\n"},
}
