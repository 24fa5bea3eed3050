// Signature Version 4 written down once more, so that the suite does not test the gateway with itself.

import { createHash, createHmac } from 'node:crypto';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();

/** RFC 3986 percent coding: everything but unreserved characters. */
const encode = (text) => encodeURIComponent(text).replace(
  /[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const canonical_uri = (path) => path.split('/').map(encode).join('/');

const timestamp = (date) => date.toISOString().replace(/[-:]|\.\d{3}/g, '');

function signature({ secretAccessKey }, date, region, canonical) {
  const scope = `${date.slice(0, 8)}/${region}/execute-api/aws4_request`;
  const to_sign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = [date.slice(0, 8), region, 'execute-api', 'aws4_request'].reduce(
    hmac, `AWS4${secretAccessKey}`);
  return { scope, value: hmac(key, to_sign).toString('hex') };
}

/**
 * Headers that sign a request. `path` is as on the wire; `host` includes the port.
 *
 * Returns `{ Host, 'X-Amz-Date', Authorization, 'X-Amz-Security-Token'? }`.
 */
export function signed_headers(credential, {
  method, path, host, body = '', date = new Date(), region = 'us-east-1',
}) {
  const at = timestamp(date);
  const headers = { host, 'x-amz-date': at };
  if (credential.sessionToken) headers['x-amz-security-token'] = credential.sessionToken;
  const names = Object.keys(headers).sort();
  const canonical = [
    method, canonical_uri(path), '', ...names.map((name) => `${name}:${headers[name]}`), '',
    names.join(';'), sha256(body),
  ].join('\n');
  const { scope, value } = signature(credential, at, region, canonical);
  return {
    Host: host,
    'X-Amz-Date': at,
    ...(credential.sessionToken && { 'X-Amz-Security-Token': credential.sessionToken }),
    Authorization: `AWS4-HMAC-SHA256 Credential=${credential.accessKeyId}/${scope}, `
      + `SignedHeaders=${names.join(';')}, Signature=${value}`,
  };
}

/** `path` with the query that presigns it for `expires` seconds. */
export function presigned(credential, {
  method, path, host, expires = 300, date = new Date(), region = 'us-east-1',
}) {
  const at = timestamp(date);
  const scope = `${at.slice(0, 8)}/${region}/execute-api/aws4_request`;
  const query = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credential.accessKeyId}/${scope}`,
    'X-Amz-Date': at,
    'X-Amz-Expires': String(expires),
    'X-Amz-SignedHeaders': 'host',
    ...(credential.sessionToken && { 'X-Amz-Security-Token': credential.sessionToken }),
  };
  const encoded = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const canonical = [
    method, canonical_uri(path), encoded.sort().join('&'), `host:${host}`, '', 'host', sha256(''),
  ].join('\n');
  const { value } = signature(credential, at, region, canonical);
  return `${path}?${encoded.join('&')}&X-Amz-Signature=${value}`;
}
