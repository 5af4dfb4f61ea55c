package hcl_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
)

// functionTests give for every function what jsonencode makes of an example.
// The values are those of Terraform 1.11 wherever it has the function.
var functionTests = []struct{ call, want string }{
	{`abs(-3)`, `3`},
	{`alltrue([true, "true"])`, `true`},
	{`alltrue([])`, `true`},
	{`alltrue([true, null])`, `false`},
	{`anytrue([false, true])`, `true`},
	{`anytrue([])`, `false`},
	{`base64decode("b2N0b2NhdA==")`, `"octocat"`},
	{`base64encode("ユ")`, `"44Om"`},
	{`base64sha256("octocat")`, `"pmWBV/Dfg5AKbI87NKfHOcZkVdNLFChGyW3tys2gijw="`},
	{`base64sha512("")`, `"z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="`},
	{`basename("docs/a.txt")`, `"a.txt"`},
	{`can({ a = 1 }.a)`, `true`},
	{`can({ a = 1 }.b)`, `false`},
	{`ceil(1.2)`, `2`},
	{`chomp("a\n\n")`, `"a"`},
	{`chunklist(["a", "b", "c"], 2)`, `[["a","b"],["c"]]`},
	{`coalesce(null, "", "x")`, `"x"`},
	{`coalesce("a", "b")`, `"a"`},
	{`coalescelist([], ["a"])`, `["a"]`},
	{`compact(["a", "", null])`, `["a"]`},
	{`concat(["a"], ["b"])`, `["a","b"]`},
	{`contains(["a", "b"], "b")`, `true`},
	{`contains(["a"], null)`, `false`},
	{`contains(["a", null], null)`, `true`},
	{`contains([1], "1")`, `false`},
	{`csvdecode("a,b\n1,2")`, `[{"a":"1","b":"2"}]`},
	{`dirname("docs/a.txt")`, `"docs"`},
	{`distinct(["a", "b", "a"])`, `["a","b"]`},
	{`distinct([null, "a", null])`, `[null,"a"]`},
	{`distinct([{ a = 1 }, { a = 1 }, { a = 2 }])`, `[{"a":1},{"a":2}]`},
	{`element(["a", "b"], 3)`, `"b"`},
	{`endswith("octocat", "cat")`, `true`},
	{`flatten([["a"], [["b"], []]])`, `["a","b"]`},
	{`floor(-1.2)`, `-2`},
	{`format("%s-%03d-%q", "a", 7, "b")`, `"a-007-\"b\""`},
	{`formatdate("YYYY-MM-DD", "2026-11-22T10:00:00Z")`, `"2026-11-22"`},
	{`formatlist("%s!", ["a", "b"])`, `["a!","b!"]`},
	{`indent(2, "a\nb")`, `"a\n  b"`},
	{`index(["a", "b"], "b")`, `1`},
	{`issensitive(sensitive("x"))`, `true`},
	{`issensitive("x")`, `false`},
	{`issensitive([sensitive("x")])`, `false`},
	{`issensitive(nonsensitive(sensitive([sensitive("x")])))`, `false`},
	{`issensitive(nonsensitive([sensitive("x")])[0])`, `true`},
	{`issensitive(lookup({ a = sensitive(1), b = 2 }, "b", 3))`, `false`},
	{`issensitive(lookup({ a = sensitive(1), b = 2 }, "a", 3))`, `true`},
	{`issensitive(lookup(sensitive({ b = 2 }), "b", 3))`, `true`},
	{`issensitive(length([sensitive("x")]))`, `false`},
	{`issensitive(length(sensitive(["x"])))`, `true`},
	{`join("-", ["a", "b"], ["c"])`, `"a-b-c"`},
	{`jsondecode("{\"a\": [1, null, true]}")`, `{"a":[1,null,true]}`},
	{`jsonencode({ a = "<&>" })`, `"{\"a\":\"\\u003c\\u0026\\u003e\"}"`},
	{`keys({ b = 1, a = 2 })`, `["a","b"]`},
	{`length("ユニ")`, `2`},
	{`length({ a = 1 })`, `1`},
	{`length([1, 2])`, `2`},
	{`length([sensitive("x"), "y"])`, `2`},
	{`log(8, 2)`, `3`},
	{`lookup({ a = 1 }, "a", 5)`, `1`},
	{`lookup({ a = 1 }, "b", 5)`, `5`},
	{`lookup({ a = 1 }, "b", null)`, `null`},
	{`lookup({ a = ["x"] }, "a", null)`, `["x"]`},
	{`lookup({ a = null }, "a", 5)`, `null`},
	{`lookup(tomap({ a = "x" }), "b", null)`, `null`},
	{`lookup(tomap({ a = "x" }), "b", "y")`, `"y"`},
	{`lookup({ a = 1 }, "a")`, `1`},
	{`lower("ÀB")`, `"àb"`},
	{`matchkeys(["i1", "i2", "i3"], ["a", "b", "a"], ["a"])`, `["i1","i3"]`},
	{`matchkeys(["i1"], ["a"], ["z"])`, `[]`},
	{`matchkeys(["a", "b", "c"], [1, 2, 3], [1, "3"])`, `["a","c"]`},
	{`matchkeys(["a"], [null], [null])`, `["a"]`},
	{`md5("octocat")`, `"554660db8666bd658d309ec6351872e9"`},
	{`max(1, 3, 2)`, `3`},
	{`merge({ a = 1, b = 1 }, { b = 2 }, null)`, `{"a":1,"b":2}`},
	{`merge()`, `{}`},
	{`min(1, -3, 2)`, `-3`},
	{`nonsensitive(sensitive("x"))`, `"x"`},
	{`one([])`, `null`},
	{`one(["a"])`, `"a"`},
	{`one(toset(["a"]))`, `"a"`},
	{`parseint("ff", 16)`, `255`},
	{`permissions_for()`, `{}`},
	{`permissions_for("GET /rate_limit")`, `{}`},
	{`permissions_for("POST /repos/{owner}/{repo}/releases", "GET https://api.github.com/repos/octo-org/api/issues?state=open")`, `{"contents":"write","issues":"read"}`},
	{`permissions_for(["GET /repos/{o}/{r}/issues/comments", "GET /repos/{o}/{r}/pulls"])`, `{"pull_requests":"read"}`},
	{`permissions_for(toset(["GET /repos/{o}/{r}"]), tolist(["GET /orgs/{org}/members"]), "GET /user/teams" == "" ? [] : [])`, `{"members":"read","metadata":"read"}`},
	{`permissions_for("repos/create-release").contents`, `"write"`},
	{`permissions_for(sensitive("GET /user/emails"))`, `{"emails":"read"}`},
	{`permissions_union()`, `{}`},
	{`permissions_union({ contents = "read", issues = "write" }, tomap({ contents = "write", issues = "read" }), null, { pages = null })`, `{"contents":"write","issues":"write"}`},
	{`permissions_union(permissions_for("GET /repos/{o}/{r}/issues"), { organization_projects = "admin" })`, `{"issues":"read","organization_projects":"admin"}`},
	{`pow(2, 10)`, `1024`},
	{`regexall("(?m)^\\w", "ab\ncd")`, `["a","c"]`},
	{`regexall("\\b\\w", "ab cd")`, `["a","c"]`},
	{`regexall("x*", "axxb")`, `["","xx",""]`},
	{`regexall("(?P<k>\\w)=(?P<v>\\w)?", "a=1 b=")`, `[{"k":"a","v":"1"},{"k":"b","v":null}]`},
	{`replace("axxb", "/x*/", "-")`, `"-a-b-"`},
	{`range(3)`, `[0,1,2]`},
	{`range(3, 0, -2)`, `[3,1]`},
	{`regex("([a-z]+)-(\\d+)", "SEC-x sec-12")`, `["sec","12"]`},
	{`regex("(?P<team>[a-z]+)", "web")`, `{"team":"web"}`},
	{`regexall("[a-z]", "a1b")`, `["a","b"]`},
	{`replace("a.b.c", ".", "-")`, `"a-b-c"`},
	{`replace("a1b22", "/[0-9]+/", "-")`, `"a-b-"`},
	{`replace("hello", "/(l+)/", "<$1>")`, `"he\u003cll\u003eo"`},
	{`replace("a/b", "/", "-")`, `"a-b"`},
	{`reverse(["a", "b"])`, `["b","a"]`},
	{`sensitive("x") == "x"`, `true`},
	{`setintersection(["a", "b"], ["b"])`, `["b"]`},
	{`setproduct(["a"], ["x", "y"])`, `[["a","x"],["a","y"]]`},
	{`setsubtract(["a", "b"], ["b"])`, `["a"]`},
	{`setunion(["b"], ["a"])`, `["a","b"]`},
	{`sha1("octocat")`, `"cfffe7aa92f4e3791c5c73c6dfc232a13ae38a6b"`},
	{`sha256("octocat")`, `"a6658157f0df83900a6c8f3b34a7c739c66455d34b142846c96dedcacda08a3c"`},
	{`sha512("")`, `"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"`},
	{`signum(-7)`, `-1`},
	{`slice(["a", "b", "c"], 1, 2)`, `["b"]`},
	{`sort(["b", "a", "B"])`, `["B","a","b"]`},
	{`split(",", "a,,b")`, `["a","","b"]`},
	{`split(",", "")`, `[""]`},
	{`startswith("octocat", "octo")`, `true`},
	{`strcontains("octocat", "toc")`, `true`},
	{`strrev("ab")`, `"ba"`},
	{`substr("octocat", 1, 3)`, `"cto"`},
	{`substr("octocat", -3, -1)`, `"cat"`},
	{`sum([1, "2", 0.5])`, `3.5`},
	{`sum(toset([1, 2]))`, `3`},
	{`timeadd("2026-11-22T00:00:00Z", "24h")`, `"2026-11-23T00:00:00Z"`},
	{`title("octo cat")`, `"Octo Cat"`},
	{`tobool("true")`, `true`},
	{`tolist(toset(["b", "a"]))`, `["a","b"]`},
	{`tomap({ a = 1, b = "x" })`, `{"a":"1","b":"x"}`},
	{`tonumber("12")`, `12`},
	{`toset(["b", "a", "b"])`, `["a","b"]`},
	{`tostring(1.5)`, `"1.5"`},
	{`transpose({ a = ["x", "y"], b = ["x"] })`, `{"x":["a","b"],"y":["a"]}`},
	{`transpose({})`, `{}`},
	{`trim("??a?", "?")`, `"a"`},
	{`trimprefix("octocat", "octo")`, `"cat"`},
	{`trimspace(" a\t\n")`, `"a"`},
	{`trimsuffix("octocat", "cat")`, `"octo"`},
	{`try({ a = 1 }.b, "fallback")`, `"fallback"`},
	{`upper("ß")`, `"ß"`},
	{`urlencode("a b/ü&")`, `"a+b%2F%C3%BC%26"`},
	{`values({ b = 1, a = 2 })`, `[2,1]`},
	{`yamldecode("a: [1, null]\nb: yes")`, `{"a":[1,null],"b":true}`},
	{`yamlencode({ a = [1] })`, `"\"a\":\n- 1\n"`},
	{`zipmap(["a", "b"], [1, 2])`, `{"a":1,"b":2}`},
	{`file("sub/text")`, `"octocat ${x}\n"`},
	{`fileexists("sub/text")`, `true`},
	{`fileexists("sub/none")`, `false`},
	{`file("${path.module}/sub/text")`, `"octocat ${x}\n"`},
	{`file("${path.root}/sub/text")`, `"octocat ${x}\n"`},
	{`fileset("sub", "*t")`, `["list","text"]`},
	{`fileset(".", "**/{list,te?t}")`, `["sub/list","sub/text"]`},
	{`fileset("none", "*")`, `[]`},
	{`templatefile("sub/text", { x = 5 })`, `"octocat 5\n"`},
	{`templatestring("$${x}-%%{ if x }y%%{ endif }", { x = true })`, `"true-y"`},
	{`timecmp("2026-11-22T00:00:00Z", "2026-11-22T01:00:00+01:00")`, `0`},
	{`timecmp("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")`, `-1`},
	{`templatefile("sub/list", { items = ["a", "b"] })`, `"a,b,"`},
}

// functionMistakes give a part of the message.
var functionMistakes = []struct{ call, want string }{
	{`format("%2000000000s", "x")`, "wider than 99999 characters"},
	{`formatlist("%s %.1000000f", ["x"], [1])`, "wider than 99999 characters"},
	{`base64decode("*")`, "not valid base64"},
	{`base64decode("/w==")`, "not valid UTF-8"},
	{`index(["a"], "b")`, "does not contain the value"},
	{`index("a", "a")`, "a list or a set is required, not a string"},
	{`pow(-8, 1 / 3)`, "not a real number"},
	{`pow(10, 400)`, "infinite or too large"},
	{`log(-1, 10)`, "not a real number"},
	{`indent(-1, "a")`, "a whole number from 0 to 1000"},
	{`indent(99999999999, "a\nb")`, "a whole number from 0 to 1000"},
	{`transpose({ a = [null] })`, `the list of "a" contains null`},
	{`merge(null, "x")`, "a map or an object is required, not a string"},
	{`index(toset(["a"]), "a")`, "elements of a set have no order"},
	{`setunion(null, ["a"])`, "must not be null"},
	{`format("%s", null)`, "null"},
	{`tonumber("1e99999")`, "more than 10000 bits"},
	{`parseint(join("", [for i in range(1001) : "1"]), 10)`, "more than 1000 digits"},
	{`path.cwd`, `no attribute of path named "cwd"`},
	{`fileset("..", "*")`, "is outside"},
	{`fileset(".", "../*")`, "below the directory"},
	{`fileset(".", "[")`, "a bracket or a brace is not closed"},
	{`timecmp("now", "now")`, "a time such as"},
	{`templatestring("$${y}", {})`, `needs a variable "y"`},
	{`templatestring("$${y}", { y = null })`, "the template evaluates to null"},
	{`length(5)`, "a string or a collection is required"},
	{`lookup({ a = 1 }, "b")`, "no such key, and no default was given"},
	{`lookup(tomap({ a = 1 }), "b")`, "no such key, and no default was given"},
	{`lookup({ a = 1 }, "b", 1, 2)`, "one default"},
	{`lookup([], "b", 1)`, "a map or an object is required"},
	{`matchkeys(["a"], [], [])`, "the same length"},
	{`one(["a", "b"])`, "has 2 elements"},
	{`one("a")`, "a list or a set is required"},
	{`sum([])`, "at least one number"},
	{`sum(["a"])`, "every element must be a number"},
	{`templatefile("sub/text", {})`, `needs a variable "x"`},
	{`templatefile("sub/text", { "a b" = 1 })`, "not a valid name"},
	{`templatefile("sub/text", [])`, "an object of variables"},
	{`templatefile("sub/nested", {})`, "templatefile"},
	{`templatefile("sub/broken", {})`, "sub/broken:1"},
	{`jsondecode("{")`, "EOF"},
	{`regex("(", "a")`, "missing closing"},
	{`permissions_for("/user")`, `"/user" has no method`},
	{`permissions_for("GET /usr")`, `has no endpoint "GET /usr" (did you mean "GET /user"?).`},
	{`permissions_for("GET /xyzzy/plugh/foo")`, `has no endpoint "GET /xyzzy/plugh/foo"`},
	{`permissions_for("GET https://example.com/user")`, `the host "example.com" has no REST API`},
	{`permissions_for("GET /user", ["GET /notifications"])`, `cannot call "GET /notifications"`},
	{`permissions_for("GET /enterprises/{enterprise}/dependabot/repository-access")`, `GitHub's data does not list the permissions that "GET /enterprises/{enterprise}/dependabot/repository-access" requires`},
	{`permissions_for("https://docs.github.com/rest/gists/gists")`, `matches 15 endpoints`},
	{`permissions_for("POST /gists", "GET /orgs/{org}/members")`, "Use two templates, and call the function for each of them"},
	{`permissions_for({})`, "endpoints are strings"},
	{`permissions_for(["GET /user", null])`, "endpoints are strings"},
	{`permissions_for(null)`, "must not be null"},
	{`permissions_union({ contents = "writ" })`, `"writ" is not an access level of "contents". Use read, write, or admin.`},
	{`permissions_union({ contents = "" })`, `is not an access level`},
	{`permissions_union({ contents = [] })`, `the level of "contents" is not a string`},
	{`permissions_union(["contents"])`, "an object of permissions and access levels is required"},
	{`upper("a", "b")`, "Too many function arguments"},
	{`timestamp()`, `no function named "timestamp"`},
	{`env("HOME")`, `no function named "env"`},
	{`templatefil("x", {})`, `Did you mean "templatefile"?`},
}

// evaluate returns the JSON of a call, or what is wrong with it.
func evaluate(t *testing.T, call string) (string, diag.Diagnostics) {
	t.Helper()
	argument := "jsonencode(" + call + ")"
	if strings.Contains(call, "sensitive(") {
		argument = "nonsensitive(" + argument + ")"
	}
	cfg, diags := load(directory(map[string]string{
		"main.pat.hcl": "template \"t\" {\n  name = " + argument + "\n}\n",
		"sub/text":     "octocat ${x}\n",
		"sub/list":     "%{ for i in items }${i},%{ endfor }",
		"sub/nested":   `${templatefile("sub/text", { x = 1 })}`,
		"sub/broken":   "${",
	}))
	return cfg.Templates[0].Name, diags
}

func TestFunctions(t *testing.T) {
	for _, test := range functionTests {
		got, diags := evaluate(t, test.call)
		if len(diags) > 0 {
			t.Errorf("%s: %s", test.call, diags)
		} else if got != test.want {
			t.Errorf("%s is %s, want %s", test.call, got, test.want)
		}
	}
}

func TestFunctionMistakes(t *testing.T) {
	for _, test := range functionMistakes {
		_, diags := evaluate(t, test.call)
		if !diags.HasErrors() {
			t.Errorf("%s: no mistake is reported", test.call)
		} else if message := diags[0].Summary + ": " + diags[0].Detail; !strings.Contains(message, test.want) {
			t.Errorf("%s: %q does not hold %q", test.call, message, test.want)
		}
	}
}

// TestEveryFunctionHasTest reads the names where they are declared.
func TestEveryFunctionHasTest(t *testing.T) {
	src, err := os.ReadFile("functions/functions.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t(?:table\[)?"(\w+)"(?:\]|:)`).FindAllStringSubmatch(string(src), -1)
	if len(names) < 80 {
		t.Fatalf("only %d functions were found in functions.go", len(names))
	}
	for _, name := range names {
		found := false
		for _, test := range functionTests {
			found = found || strings.HasPrefix(test.call, name[1]+"(")
		}
		if !found {
			t.Errorf("no test calls the function %s", name[1])
		}
	}
}
