// The callback API over plain HTTP.

import { exchange } from './raw.mjs';
import { signed_headers } from './sigv4.mjs';

/** An HTTP request as text; `Content-Length` is added when there is a body. */
export function http_request(method, target, { headers = {}, body = '' } = {}) {
  const all = { Host: '127.0.0.1', ...headers };
  if (body.length > 0 && !('Content-Length' in all)) all['Content-Length'] = Buffer.byteLength(body);
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${method} ${target} HTTP/1.1\r\n${lines}\r\n${body}`;
}

/** Path of `id` in the callback API, encoded as every SDK does. */
export const connection_path = (id, stage = 'dev') =>
  `/${stage}/@connections/${encodeURIComponent(id)}`;

/** Calls `gateway`'s callback API: `{ status, headers, head, body }`. */
export function callback(gateway, method, target, { body = '', headers = {}, sign } = {}) {
  const host = `127.0.0.1:${gateway.port}`;
  const signature = sign && signed_headers(sign, { method, path: target, host, body });
  const request = http_request(method, target, { headers: { Host: host, ...headers, ...signature }, body });
  return exchange(gateway.port, request, { method });
}
