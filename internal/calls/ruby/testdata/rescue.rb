class DeploymentStatus
  def create(client, url, state)
    client.create_deployment_status(url, state) # CALL: POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses
  rescue Octokit::ClientError
    nil
  end
end
