// S3 Control is asked at <account>.localhost. Not every machine resolves names below localhost.
const dns = require('node:dns');

const lookup = dns.lookup;
dns.lookup = (host, options, callback) => lookup(/(^|\.)localhost$/.test(host) ? '127.0.0.1' : host, options, callback);
