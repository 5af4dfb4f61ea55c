require 'net/http'
require 'json'
require 'uri'

API = 'https://api.github.com'

def request(method, path, body = nil)
  uri = URI("#{API}#{path}")
  klass = { get: Net::HTTP::Get, post: Net::HTTP::Post }[method]
  Net::HTTP.start(uri.host, uri.port, use_ssl: true) do |http|
    http.request(klass.new(uri))
  end
end

uri = URI.parse("https://api.github.com/repos/octo-org/api/issues")
http = Net::HTTP.new(uri.host, uri.port)
http.use_ssl = true
post = Net::HTTP::Post.new(uri.request_uri, 'Authorization' => "Bearer #{ENV['TOKEN']}") # CALL: POST /repos/{owner}/{repo}/issues
post.body = { title: 'Broken build' }.to_json
http.request(post)

puts Net::HTTP.get(URI('https://api.github.com/meta')) # CALL: GET /meta
Net::HTTP.get_response(URI.join(API, 'orgs/octo-org/teams')) # CALL: GET /orgs/{org}/teams
Net::HTTP.get(URI('https://rubygems.org/api/v1/gems/rails.json'))
Net::HTTP.post(URI("#{API}/gists"), '{}') # CALL: POST /gists
