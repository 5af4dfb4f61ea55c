import axios from "axios";

const api = axios.create({
  baseURL: "https://api.github.com",
  headers: { Authorization: `token ${process.env.TOKEN}` },
});

export const me = () => api.get("/user"); // => GET https://api.github.com/user
export const teams = (org: string) => api.get(`/orgs/${org}/teams`, { params: { per_page: 100 } }); // => GET https://api.github.com/orgs/{org}/teams
export const addTopic = (full: string, names: string[]) =>
  api.put(`/repos/${full}/topics`, { names }); // => PUT https://api.github.com/repos/{full}/topics
export const removeKey = (id: number) => axios.delete(`https://api.github.com/user/keys/${id}`); // => DELETE https://api.github.com/user/keys/{id}
