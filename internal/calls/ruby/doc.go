// Package ruby reads the calls of GitHub's API in programs in Ruby: octokit, Net::HTTP,
// Faraday, HTTParty, and others, documents of GraphQL, and commands that are run. It
// parses as much of the language as that takes; what a value is comes from the same
// file.
package ruby
