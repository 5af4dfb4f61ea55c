package ruby

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// quiet are methods of a client of octokit.rb that call nothing: its configuration, and
// what every object has.
//
// https://github.com/octokit/octokit.rb/blob/main/lib/octokit/configurable.rb
var quiet = strings.Fields(`new client configure configuration setup reset options keys access_token api_endpoint auto_paginate bearer_token client_id client_secret connection_options default_media_type login
	management_console_endpoint management_console_password manage_ghes_endpoint manage_ghes_username manage_ghes_password middleware netrc netrc_file password per_page proxy ssl_verify_mode user_agent web_endpoint
	agent as_app last_response same_options basic_authenticated token_authenticated user_authenticated bearer_authenticated application_authenticated inspect is_a kind_of instance_of respond_to nil tap then class
	freeze frozen dup clone to_s object_id instance_variable_get instance_variable_set instance_eval present blank try methods extend singleton_class hash eql equal`)

// isMade reports whether an expression is the module Octokit, or a client that the
// program makes.
func (r *reader) isMade(e *program.Expr, scope *program.Scope) bool {
	if path(e) == "Octokit" {
		return true
	}
	ev := r.Program.Evaluate()
	made, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	if made == nil || made.Kind != program.Call {
		return false
	}
	name := path(made.X)
	return name == "Octokit::Client.new" || name == "Octokit.new" || name == "Octokit.client"
}

// action notes what the action github_api of fastlane calls.
//
// https://docs.fastlane.tools/actions/github_api/
func (r *reader) action(call *program.Expr, scope *program.Scope) bool {
	name := path(call.X)
	if name != "github_api" && name != "other_action.github_api" && !strings.HasSuffix(name, "GithubApiAction.run") {
		return false
	}
	options := call
	if first := call.Arg(0); first != nil && first.Kind == program.Pairs {
		options = first
	}
	request := program.Request{At: call, Method: "GET", Target: options.Arg(-1, "url", "path"), Client: true}
	if method := options.Arg(-1, "http_method"); method != nil {
		request.Method, request.MethodOf = "", method
	}
	if body := options.Arg(-1, "body", "raw_body"); body != nil {
		request.Body = []*program.Expr{body}
	}
	if request.Target == nil {
		return false
	}
	r.Request(request, scope)
	return true
}

// handOver notes an address of the API that a function of another file is given.
func (r *reader) handOver(call *program.Expr, scope *program.Scope) bool {
	return r.HandOver(call, scope)
}
