require 'httparty'
require 'rest-client'

class Api
  include HTTParty
  base_uri 'https://api.github.com'

  def stars(user)
    self.class.get("/users/#{user}/starred", headers: headers) # CALL: GET /users/{username}/starred
  end

  def star(owner, repo)
    self.class.put("/user/starred/#{owner}/#{repo}", headers: headers) # CALL: PUT /user/starred/{owner}/{repo}
  end

  def headers
    { 'Accept' => 'application/vnd.github+json' }
  end
end

HTTParty.get('https://api.github.com/rate_limit') # CALL: GET /rate_limit
RestClient.patch("https://api.github.com/orgs/octo-org", { billing_email: 'a@example.com' }.to_json) # CALL: PATCH /orgs/{org}
RestClient::Request.execute(method: :delete, url: 'https://api.github.com/user/keys/7') # CALL: DELETE /user/keys/{key_id}
