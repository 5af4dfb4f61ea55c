require 'faraday'

class Client
  BASE_URL = 'https://api.github.com'.freeze

  def initialize(token)
    @connection = Faraday.new(url: BASE_URL, headers: { 'Authorization' => "Bearer #{token}" }) do |f|
      f.request :json
      f.response :json
    end
  end

  def members(org)
    get("/orgs/#{org}/members") # CALL: GET /orgs/{org}/members
  end

  def hook(owner, repo, url)
    @connection.post("/repos/#{owner}/#{repo}/hooks") do |req| # CALL: POST /repos/{owner}/{repo}/hooks
      req.body = { config: { url: url } }.to_json
    end
  end

  def unhook(owner, repo, id)
    @connection.delete "/repos/#{owner}/#{repo}/hooks/#{id}" # CALL: DELETE /repos/{owner}/{repo}/hooks/{hook_id}
  end

  private

  def get(path)
    @connection.get(path).body
  end
end

Faraday.get('https://example.com/repos/octo-org/api')
{ 'user' => 1 }.fetch('user')
