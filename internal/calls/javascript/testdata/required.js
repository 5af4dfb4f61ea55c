const axios = require("axios");
const direct = require("axios").create({ baseURL: "https://api.github.com" });
const got = require("got");
const Old = require("@octokit/rest");

const api = axios.create({ baseURL: process.env.GITHUB_API_URL || "https://api.github.com" });
const files = got.extend({ prefixUrl: "https://api.github.com" });
const others = axios.create({ baseURL: "https://gitlab.com/api/v4" });
const old = require("@octokit/rest")();

async function main() {
  await api.post("/repos/octo-org/api/labels", {}); // => POST https://api.github.com/repos/octo-org/api/labels
  await api({ url: "/repos/octo-org/api/hooks", method: "post" }); // => POST https://api.github.com/repos/octo-org/api/hooks
  await direct.delete("/repos/octo-org/api"); // => DELETE https://api.github.com/repos/octo-org/api
  await files.put("user/starred/octo-org/api"); // => PUT https://api.github.com/user/starred/octo-org/api
  await axios.request({ url: "https://api.github.com/user", method: "patch" }); // => PATCH https://api.github.com/user
  await others.post("/projects", {});
  await old.issues.create({}); // => POST /repos/{owner}/{repo}/issues
  await new Old().gists.create({}); // => POST /gists
}
