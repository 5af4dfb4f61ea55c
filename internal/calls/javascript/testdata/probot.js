export default (app) => {
  app.on("issues.opened", async (context) => {
    const text = context.issue({ body: "Thank you" });
    await context.octokit.issues.createComment(text); // => POST /repos/{owner}/{repo}/issues/{issue_number}/comments
    const config = await context.config("greeter.yml"); // => GET /repos/{owner}/{repo}/contents/.github/greeter.yml
    if (config.assign) {
      await context.octokit.rest.issues.addAssignees(context.issue({ assignees: config.assign })); // => POST /repos/{owner}/{repo}/issues/{issue_number}/assignees
    }
  });
  app.on("push", async (context) => {
    await context.octokit.repos.createCommitStatus(context.repo({ sha: context.payload.after, state: "pending" })); // => POST /repos/{owner}/{repo}/statuses/{sha}
  });
};
