package functions

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"sync"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/tree"
)

// Library makes the functions of a configuration, and keeps what they found out.
type Library struct {
	budget  *budget.Budget
	tree    *tree.Tree
	catalog func() *catalog.Catalog // with what the configuration has added by now

	parsed           sync.Map   // templates by their names and texts; policies use it at the same time
	lock             sync.Mutex // of what permissions_for keeps: the two below
	endpointSearches int        // for what was meant, by permissions_for
	least            map[leastKey]cty.Value
}

// NewLibrary returns functions that draw on a budget, read files of a tree, and
// know the permissions of the catalog.
func NewLibrary(b *budget.Budget, t *tree.Tree, c func() *catalog.Catalog) *Library {
	return &Library{budget: b, tree: t, catalog: c, least: map[leastKey]cty.Value{}}
}

// Table are those that expressions in the files of dir can call: the
// standard library of go-cty under the names that Terraform gives it, some that
// Terraform has beside it, two of patctl's own, and those that read files. None of them knows the
// time, the network or the environment.
//
// https://developer.hashicorp.com/terraform/language/functions
func (l *Library) Table(dir string) map[string]function.Function {
	table := maps.Clone(standardFunctions)
	table["permissions_for"] = l.permissionsFor()
	table["permissions_union"] = permissionsUnionFunc
	patterns := patternFunctions{l.budget}
	table["regex"] = patterns.regex()
	table["regexall"] = patterns.regexall()
	table["replace"] = patterns.replace()
	f := fileFunctions{l: l, dir: dir}
	table["file"] = f.file()
	table["fileexists"] = f.fileexists()
	table["fileset"] = f.fileset()
	for name, function := range table {
		table[name] = guard(l.budget, name, function)
	}
	maps.Copy(table, Unguarded)
	inTemplates := maps.Clone(table)
	table["templatefile"] = guard(l.budget, "templatefile", f.templatefile(inTemplates))
	table["templatestring"] = guard(l.budget, "templatestring", f.templatestring(inTemplates))
	return table
}

// Unguarded are functions that tests add, to see what becomes of unknown values.
var Unguarded = map[string]function.Function{}

var standardFunctions = map[string]function.Function{
	"abs":             stdlib.AbsoluteFunc,
	"alltrue":         alltrueFunc,
	"anytrue":         anytrueFunc,
	"base64sha256":    digest(sha256Sum, base64.StdEncoding.EncodeToString),
	"base64sha512":    digest(sha512Sum, base64.StdEncoding.EncodeToString),
	"basename":        basenameFunc,
	"dirname":         dirnameFunc,
	"md5":             digest(md5Sum, hex.EncodeToString),
	"sha1":            digest(sha1Sum, hex.EncodeToString),
	"sha256":          digest(sha256Sum, hex.EncodeToString),
	"sha512":          digest(sha512Sum, hex.EncodeToString),
	"timecmp":         timecmpFunc,
	"base64decode":    base64decodeFunc,
	"base64encode":    base64encodeFunc,
	"can":             tryfunc.CanFunc,
	"ceil":            stdlib.CeilFunc,
	"chomp":           stdlib.ChompFunc,
	"chunklist":       stdlib.ChunklistFunc,
	"coalesce":        coalesceFunc,
	"coalescelist":    stdlib.CoalesceListFunc,
	"compact":         stdlib.CompactFunc,
	"concat":          stdlib.ConcatFunc,
	"contains":        containsFunc,
	"csvdecode":       stdlib.CSVDecodeFunc,
	"distinct":        distinctFunc,
	"element":         stdlib.ElementFunc,
	"endswith":        endswithFunc,
	"flatten":         stdlib.FlattenFunc,
	"floor":           stdlib.FloorFunc,
	"format":          formatFunc,
	"formatdate":      stdlib.FormatDateFunc,
	"formatlist":      formatlistFunc,
	"indent":          indentFunc,
	"index":           indexFunc,
	"issensitive":     issensitiveFunc,
	"join":            stdlib.JoinFunc,
	"jsondecode":      jsondecodeFunc,
	"jsonencode":      stdlib.JSONEncodeFunc,
	"keys":            stdlib.KeysFunc,
	"length":          lengthFunc,
	"log":             logFunc,
	"lookup":          lookupFunc,
	"lower":           stdlib.LowerFunc,
	"matchkeys":       matchkeysFunc,
	"max":             stdlib.MaxFunc,
	"merge":           mergeFunc,
	"min":             stdlib.MinFunc,
	"nonsensitive":    nonsensitiveFunc,
	"one":             oneFunc,
	"parseint":        parseintFunc,
	"pow":             powFunc,
	"range":           stdlib.RangeFunc,
	"reverse":         stdlib.ReverseListFunc,
	"sensitive":       sensitiveFunc,
	"setintersection": stdlib.SetIntersectionFunc,
	"setproduct":      stdlib.SetProductFunc,
	"setsubtract":     stdlib.SetSubtractFunc,
	"setunion":        stdlib.SetUnionFunc,
	"signum":          stdlib.SignumFunc,
	"slice":           stdlib.SliceFunc,
	"sort":            stdlib.SortFunc,
	"split":           stdlib.SplitFunc,
	"startswith":      startswithFunc,
	"strcontains":     strcontainsFunc,
	"strrev":          stdlib.ReverseFunc,
	"substr":          stdlib.SubstrFunc,
	"sum":             sumFunc,
	"timeadd":         stdlib.TimeAddFunc,
	"title":           stdlib.TitleFunc,
	"tobool":          stdlib.MakeToFunc(cty.Bool),
	"tolist":          stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
	"tomap":           stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
	"tonumber":        stdlib.MakeToFunc(cty.Number),
	"toset":           stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
	"tostring":        stdlib.MakeToFunc(cty.String),
	"transpose":       transposeFunc,
	"trim":            stdlib.TrimFunc,
	"trimprefix":      stdlib.TrimPrefixFunc,
	"trimspace":       stdlib.TrimSpaceFunc,
	"trimsuffix":      stdlib.TrimSuffixFunc,
	"try":             tryfunc.TryFunc,
	"upper":           stdlib.UpperFunc,
	"urlencode":       urlencodeFunc,
	"values":          stdlib.ValuesFunc,
	"yamldecode":      yamldecodeFunc,
	"yamlencode":      ctyyaml.YAMLEncodeFunc,
	"zipmap":          stdlib.ZipmapFunc,
}
