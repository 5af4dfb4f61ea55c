package functions

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// permissionsFor is the least permissions with which a token can call the
// endpoints that it is given, as strings and as lists of strings.
func (l *Library) permissionsFor() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "endpoints", Type: cty.DynamicPseudoType},
		Type:     function.StaticReturnType(cty.Map(cty.String)),
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			l.lock.Lock() // policies judge at the same time
			defer l.lock.Unlock()
			var endpoints []catalog.Endpoint
			key := leastKey{l.catalog(), ""}
			for i, arg := range args {
				if !arg.IsWhollyKnown() {
					return cty.UnknownVal(want), nil
				}
				found, err := l.endpoints(arg)
				if err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
				for _, e := range found {
					key.endpoints += e.String() + "\n"
				}
				endpoints = append(endpoints, found...)
			}
			if known, ok := l.least[key]; ok {
				return known, nil
			}
			least, ok := l.catalog().Least(endpoints, nil)
			switch {
			case len(least.Impossible) > 0:
				return cty.NilVal, fmt.Errorf("the declared permissions do not include what %q requires", least.Impossible[0])
			case !ok:
				return cty.NilVal, fmt.Errorf("the endpoints require account permissions and organization permissions, " +
					"and GitHub rejects them together. Use two templates, and call the function for each of them")
			}
			l.least[key] = permissionsMap(least.Permissions)
			return l.least[key], nil
		},
	})
}

// leastKey is what the result of permissions_for depends on. Instances of a
// block ask for the same many times.
type leastKey struct {
	catalog   *catalog.Catalog
	endpoints string
}

// endpoints finds what an argument names, which is a string or a list of them.
func (l *Library) endpoints(arg cty.Value) ([]catalog.Endpoint, error) {
	texts := []cty.Value{arg}
	if ty := arg.Type(); ty.IsListType() || ty.IsSetType() || ty.IsTupleType() {
		texts = arg.AsValueSlice()
	}
	var endpoints []catalog.Endpoint
	for _, v := range texts {
		text, err := convert.Convert(v, cty.String)
		if err != nil || text.IsNull() {
			return nil, fmt.Errorf(`endpoints are strings such as "GET /user", or lists of them`)
		}
		e, err := l.endpoint(text.AsString())
		if err != nil {
			return nil, err
		}
		endpoints = append(endpoints, e)
	}
	return endpoints, nil
}

// endpoint finds the one endpoint that a text names, and that fine-grained
// tokens can call for sure.
func (l *Library) endpoint(text string) (catalog.Endpoint, error) {
	call, err := catalog.ParseCall(text)
	if err != nil {
		return catalog.Endpoint{}, err
	}
	found := l.catalog().Find(call)
	switch {
	case len(found) == 0:
		return catalog.Endpoint{}, l.noEndpoint(call)
	case call.Method == "" && call.Path != "" && call.Anchor == "":
		return catalog.Endpoint{}, fmt.Errorf("%q has no method. Add the method before the path, such as %q", text, found[0])
	case len(found) > 1:
		return catalog.Endpoint{}, fmt.Errorf("%q matches %d endpoints. Specify one of them, such as %q", text, len(found), found[0])
	case found[0].FineGrained == catalog.FineGrainedNo:
		return catalog.Endpoint{}, fmt.Errorf("fine-grained tokens cannot call %q with any permissions: %s", found[0], closedText(found[0]))
	case found[0].FineGrained == catalog.FineGrainedUnknown:
		return catalog.Endpoint{}, fmt.Errorf("GitHub's data does not list the permissions that %q requires: %s", found[0], found[0].Doc)
	}
	return found[0].For(call.Path, ""), nil
}

// closedText says why an endpoint is closed, or where it is documented.
func closedText(e catalog.Endpoint) string {
	closed := gap.Of(e)
	if closed.Why == "" {
		return e.Doc
	}
	return strings.TrimRight(closed.Why+" "+closed.Next, " ")
}

// maxEndpointSearches bounds the searches for what was meant, each of which
// looks at every endpoint.
const maxEndpointSearches = 100

func (l *Library) noEndpoint(call catalog.Call) error {
	if call.Undecided() != "" {
		return fmt.Errorf("GitHub's data does not say which endpoint %q documents. Write the method and path", call)
	}
	l.endpointSearches++
	if l.endpointSearches > maxEndpointSearches {
		return fmt.Errorf("GitHub's REST API has no endpoint %q", call)
	}
	if meant := l.catalog().SuggestCall(call); meant != "" {
		return fmt.Errorf("GitHub's REST API has no endpoint %q (did you mean %q?)", call, meant)
	}
	return fmt.Errorf("GitHub's REST API has no endpoint %q", call)
}

// permissionsUnionFunc has the highest level of each permission.
var permissionsUnionFunc = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "permissions", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true},
	Type:     function.StaticReturnType(cty.Map(cty.String)),
	Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
		var all pat.Permissions
		for i, arg := range args {
			if !arg.IsWhollyKnown() {
				return cty.UnknownVal(want), nil
			}
			permissions, err := permissionsOf(arg)
			if err != nil {
				return cty.NilVal, function.NewArgError(i, err)
			}
			all = catalog.Union(all, permissions)
		}
		return permissionsMap(all), nil
	},
})

// permissionsOf reads an object or a map. Null, also as a level, is nothing.
func permissionsOf(arg cty.Value) (pat.Permissions, error) {
	if arg.IsNull() {
		return nil, nil
	}
	if ty := arg.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		return nil, fmt.Errorf(`an object of permissions and access levels is required, such as { contents = "read" }, not %s`, diag.WithArticle(ty.FriendlyName()))
	}
	permissions := pat.Permissions{}
	for it := arg.ElementIterator(); it.Next(); {
		key, element := it.Element()
		level, err := convert.Convert(element, cty.String)
		if err != nil {
			return nil, fmt.Errorf("the level of %q is not a string", key.AsString())
		}
		if level.IsNull() {
			continue
		}
		word := pat.Level(level.AsString())
		if word.Rank() <= 0 {
			return nil, fmt.Errorf("%q is not an access level of %q. Use read, write, or admin", word, key.AsString())
		}
		permissions[key.AsString()] = word
	}
	return permissions, nil
}

func permissionsMap(permissions pat.Permissions) cty.Value {
	if len(permissions) == 0 {
		return cty.MapValEmpty(cty.String)
	}
	values := make(map[string]cty.Value, len(permissions))
	for name, level := range permissions {
		values[name] = cty.StringVal(string(level))
	}
	return cty.MapVal(values)
}
