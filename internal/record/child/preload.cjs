'use strict';
// Leads connections to GitHub's hosts to the proxy of `patctl record`. Node.js before version 24
// takes no proxy from the environment.
const tls = require('node:tls');
const settings = SETTINGS;
const connect = tls.connect;

function isGitHub(host) {
  const name = String(host || '').toLowerCase().replace(/\.$/, '');
  return settings.domains.some((domain) => name === domain || name.endsWith('.' + domain));
}

// The forms of arguments that tls.connect takes: (options[, callback]),
// (port[, host][, options][, callback]).
function optionsOf(args) {
  const options = {};
  for (const [index, argument] of args.entries()) {
    if (argument !== null && typeof argument === 'object') Object.assign(options, argument);
    else if (typeof argument === 'number' || (index === 0 && typeof argument === 'string' && /^\d+$/.test(argument))) options.port = Number(argument);
    else if (typeof argument === 'string' && index === 1) options.host = argument;
  }
  return options;
}

tls.connect = function (...args) {
  const options = optionsOf(args);
  const callback = args.find((argument) => typeof argument === 'function');
  const host = options.host || options.servername;
  if (options.socket || options.path || !isGitHub(host)) return connect.apply(this, args);
  return connect.call(this, {
    ...options,
    host: settings.host,
    port: settings.port,
    servername: options.servername || host,
    lookup: undefined,
  }, callback);
};
