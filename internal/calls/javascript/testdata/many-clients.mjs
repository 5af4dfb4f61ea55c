import got from 'got';
import ky from 'ky';
import fetch, { Headers } from 'node-fetch';
import { request } from 'undici';
import superagent from 'superagent';
import rp from 'request-promise-native';
import { HttpClient } from '@actions/http-client';

const base = 'https://api.github.com';
const headers = { authorization: `Bearer ${process.env.TOKEN}` };

const api = got.extend({ prefixUrl: base, headers, responseType: 'json' });
const { body: repo } = await api('repos/octo-org/api'); // => GET https://api.github.com/repos/octo-org/api
await api.patch(`repos/octo-org/${repo.name}`, { json: { has_wiki: false } }); // => PATCH https://api.github.com/repos/octo-org/{name}
await got(`${base}/user/following/mona`, { method: 'PUT', headers }); // => PUT https://api.github.com/user/following/mona

const client = ky.create({ prefixUrl: base, headers });
await client.get('gists').json(); // => GET https://api.github.com/gists
await client('gists/starred', { method: 'get' }).json(); // => GET https://api.github.com/gists/starred

const options = { method: 'POST', headers: new Headers(headers), body: '{}' };
await fetch(`${base}/repos/octo-org/api/forks`, options); // => POST https://api.github.com/repos/octo-org/api/forks
await fetch(`${base}/repos/octo-org/api/merges`, { ...options, body: JSON.stringify({ base: 'main', head: 'next' }) }); // => POST https://api.github.com/repos/octo-org/api/merges
await fetch('https://example.com/api.github.com/user', options);

const { statusCode } = await request(`${base}/user/starred/octo-org/api`, { method: 'DELETE', headers }); // => DELETE https://api.github.com/user/starred/octo-org/api
await superagent.post(`${base}/repos/octo-org/api/keys`).set(headers).send({ title: 'deploy' }); // => POST https://api.github.com/repos/octo-org/api/keys
await superagent('GET', base + '/emojis'); // => GET https://api.github.com/emojis
await rp({ uri: `${base}/orgs/octo-org/invitations`, method: 'POST', json: true, headers, body: {} }); // => POST https://api.github.com/orgs/octo-org/invitations
await rp.get({ url: base + '/orgs/octo-org', json: true, headers }); // => GET https://api.github.com/orgs/octo-org

const http = new HttpClient('runner-check', [], { headers });
const runners = await http.getJson(`${base}/orgs/octo-org/actions/runners`); // => GET https://api.github.com/orgs/octo-org/actions/runners
await http.del(`${base}/orgs/octo-org/actions/runners/${runners.result.runners[0].id}`); // => DELETE https://api.github.com/orgs/octo-org/actions/runners/{id}
console.log(statusCode);
