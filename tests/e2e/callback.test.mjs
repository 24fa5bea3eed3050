// The callback API as bytes on the wire.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { callback, connection_path, http_request } from './support/callback.mjs';
import { credential, definition, two_way } from './support/definitions.mjs';
import { lifetime, start } from './support/gateway.mjs';
import { exchange, raw, raw_websocket, text_frame, upgrade_request } from './support/raw.mjs';
import { presigned, signed_headers } from './support/sigv4.mjs';
import { connect } from './support/websocket.mjs';

const id_shape = /^[A-Za-z0-9_-]{14}[AEIMQUYcgkosw048]=$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const never_issued = 'AAAAAAAAAAAAAAA=';

/** The demo's `whoami` is the shipped way to learn one's id; here the error frame tells it. */
async function id_of(client) {
  return (await client.ask_json('no route')).connectionId;
}

/** Every response has these (C-25). */
function assert_common(response) {
  assert.match(response.headers['x-amzn-requestid'], uuid);
  assert.match(response.headers['x-amz-apigw-id'], id_shape);
  assert.ok(Math.abs(Date.parse(response.headers.date) - Date.now()) < 5_000, response.headers.date);
}

function assert_error(response, status, type, body) {
  assert_common(response);
  assert.equal(response.status, status);
  assert.equal(response.headers['x-amzn-errortype'], type);
  assert.equal(response.headers['content-type'], 'application/json');
  assert.equal(response.headers['content-length'], String(Buffer.byteLength(body)));
  assert.equal(response.body, body);
}

const forbidden = '{"message":"Forbidden"}';

describe('callback API without credentials, on loopback', () => {
  const suite = lifetime();
  let gateway;
  let client;
  let id;
  before(async () => {
    gateway = await start(suite, {
      definition: definition({
        routes: { echo: two_way('echo') },
        // A second stage: paths without a stage are refused, as on AWS.
        api: { stages: { dev: {}, prod: {} } },
      }),
    });
    client = await connect(gateway.websocket_url(), [], { headers: { 'User-Agent': 'ExampleClient/4.1' } });
    suite.after(() => client.close());
    id = await id_of(client);
  });

  const call = (method, target, options) => callback(gateway, method, target, options);

  test('warns once that it is open', () => {
    assert.equal(gateway.log.match(/@connections/g)?.length, 1, gateway.log);
  });

  test('C-01: POST', async () => {
    const response = await call('POST', connection_path(id), { body: 'hello' });
    assert_common(response);
    assert.equal(response.status, 200);
    assert.equal(response.reason, 'OK');
    assert.equal(response.headers['content-type'], 'application/json');
    assert.equal(response.headers['content-length'], '0');
    assert.match(response.headers['x-amzn-trace-id'], /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    assert.equal(await client.next(), 'hello');
  });

  test('C-02, C-23: DELETE, twice', async () => {
    const victim = await connect(gateway.websocket_url());
    const path = connection_path(await id_of(victim));
    const response = await call('DELETE', path);
    assert_common(response);
    assert.equal(response.status, 204);
    assert.equal(response.reason, 'No Content');
    assert.ok(!('content-type' in response.headers));
    assert.ok(!('content-length' in response.headers));
    assert_error(await call('DELETE', path), 410, 'GoneException', '');
    await victim.ending();
  });

  test('C-03: GET', async () => {
    const response = await call('GET', connection_path(id));
    assert_common(response);
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/json');
    const { connectedAt, lastActiveAt } = JSON.parse(response.body);
    assert.match(connectedAt, instant);
    assert.match(lastActiveAt, instant);
    assert.ok(lastActiveAt >= connectedAt);
    assert.equal(response.body, `{
  "identity" : {
    "sourceIp" : "127.0.0.1",
    "userAgent" : "ExampleClient/4.1"
  },
  "connectedAt" : "${connectedAt}",
  "lastActiveAt" : "${lastActiveAt}"
}`);
  });

  test('C-20: GET for a client without User-Agent', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(text_frame('no route'));
    const { connectionId } = JSON.parse(await socket.message());
    const response = await call('GET', connection_path(connectionId));
    assert.match(response.body, /"userAgent" : null\n/);
    socket.destroy();
  });

  test('C-04: a closed connection is Gone for every method', async () => {
    const gone = await connect(gateway.websocket_url());
    const path = connection_path(await id_of(gone));
    await gone.close();
    for (const method of ['POST', 'GET', 'DELETE']) {
      assert_error(await call(method, path), 410, 'GoneException', '');
    }
  });

  test('C-05: a well-formed id that was never issued is Gone', async () => {
    assert_error(await call('POST', connection_path(never_issued), { body: 'x' }), 410, 'GoneException', '');
  });

  test('a connection of another stage is Gone', async () => {
    assert_error(await call('POST', connection_path(id, 'prod'), { body: 'x' }), 410, 'GoneException', '');
  });

  for (const [vector, bad] of [
    ['C-06', 'WDGT8fY4joECJrQ=test'], ['C-07', 'bot_1'], ['stray bits', 'AAAAAAAAAAAAAAB='],
    ['no padding', 'AAAAAAAAAAAAAAA'],
  ]) {
    test(`${vector}: the malformed id ${bad} is a bad request`, async () => {
      const response = await call('POST', connection_path(bad), { body: 'x' });
      assert_error(response, 400, 'BadRequestException', `{"message":"Invalid connectionId: ${bad}"}`);
      assert.ok(!('x-amzn-trace-id' in response.headers));
    });
  }

  test('C-08: stage missing or unknown', async () => {
    for (const path of [`/@connections/${encodeURIComponent(id)}`, connection_path(id, 'nope')]) {
      assert_error(await call('POST', path, { body: 'x' }), 403, 'ForbiddenException', forbidden);
    }
  });

  test('C-17, C-18: spellings of the path', async () => {
    const bare = id.slice(0, -1);
    for (const path of [
      `/dev/@connections/${bare}%3D`, `/dev/@connections/${bare}=`, `/dev/%40connections/${bare}%3D`,
      `/dev//@connections/${bare}%3D`, `/abcdef1234/dev/@connections/${bare}%3D`,
    ]) {
      assert.equal((await call('POST', path, { body: path })).status, 200, path);
      assert.equal(await client.next(), path);
    }
  });

  for (const method of ['PUT', 'PATCH', 'OPTIONS']) {
    test(`C-19: ${method} has no method`, async () => {
      const response = await call(method, connection_path(id));
      assert_error(response, 404, 'NotFoundException',
        `{"message":"No method found matching route @connections/${id} for http method ${method}."}`);
    });
  }

  test('a HEAD has the headers of its answer and no body', async () => {
    const socket = await raw(gateway.port);
    socket.write(http_request('HEAD', connection_path(id)), http_request('GET', '/ping'));
    assert.equal((await socket.response({ method: 'HEAD' })).status, 404);
    assert.equal((await socket.response()).body, 'healthy');
    socket.destroy();
  });

  test('a path that is not @connections/{id} has no method', async () => {
    const response = await call('POST', '/dev/other', { body: 'x' });
    assert_error(response, 404, 'NotFoundException',
      '{"message":"No method found matching route other for http method POST."}');
  });

  test('C-14: 131,072 bytes arrive as one message', async () => {
    const body = 'x'.repeat(131_072);
    assert.equal((await call('POST', connection_path(id), { body })).status, 200);
    assert.equal(await client.next(), body);
  });

  test('C-15: one byte more is refused', async () => {
    const response = await call('POST', connection_path(id), { body: 'x'.repeat(131_073) });
    assert_error(response, 413, 'PayloadTooLargeException', '{"message":"Payload Too Large"}');
  });

  test('C-16: 40,000 bytes arrive in frames of at most 32,768', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(text_frame('no route'));
    const { connectionId } = JSON.parse(await socket.message());
    const body = 'y'.repeat(40_000);
    assert.equal((await call('POST', connection_path(connectionId), { body })).status, 200);
    const parts = [];
    do parts.push(await socket.frame()); while (!parts.at(-1).fin);
    assert.ok(parts.every(({ payload }) => payload.length <= 32_768));
    assert.equal(Buffer.concat(parts.map(({ payload }) => payload)).toString(), body);
    socket.destroy();
  });

  test('C-26: the content type does not matter', async () => {
    for (const type of ['text/plain', 'application/json', 'binary/octet-stream']) {
      const headers = { 'Content-Type': type };
      assert.equal((await call('POST', connection_path(id), { body: type, headers })).status, 200);
      assert.equal(await client.next(), type);
    }
  });

  test('an empty body is an empty message', async () => {
    const headers = { 'Content-Length': 0 };
    assert.equal((await call('POST', connection_path(id), { headers })).status, 200);
    assert.equal(await client.next(), '');
  });

  test('data that is not UTF-8 is delivered as text with U+FFFD', async () => {
    const socket = await raw(gateway.port);
    socket.write(`POST ${connection_path(id)} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n`,
      Buffer.from([0x61, 0xff, 0x62]));
    assert.equal((await socket.response()).status, 200);
    assert.equal(await client.next(), 'a\ufffdb');
    assert.equal(client.saw_binary, false);
    socket.destroy();
  });

  test('posts made one after the other arrive in order', async () => {
    for (let n = 0; n < 50; ++n) {
      assert.equal((await call('POST', connection_path(id), { body: `${n}` })).status, 200);
    }
    for (let n = 0; n < 50; ++n) assert.equal(await client.next(), `${n}`);
  });

  test('lastActiveAt moves with posts, not with GETs', async () => {
    const active = async () => JSON.parse((await call('GET', connection_path(id))).body).lastActiveAt;
    const first = await active();
    assert.equal(await active(), first);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await call('POST', connection_path(id), { body: 'x' });
    assert.ok(await active() > first);
    assert.equal(await client.next(), 'x');
  });
});

describe('HTTP on the public port', () => {
  const suite = lifetime();
  let gateway;
  let client;
  let id;
  before(async () => {
    gateway = await start(suite, {
      definition: definition({
        routes: { echo: two_way('echo') },
        server: { parity: 'extended', limits: { requestTimeoutInMillis: 400, keepAliveTimeoutInMillis: 600 } },
      }),
    });
    client = await connect(gateway.websocket_url());
    suite.after(() => client.close());
    id = await id_of(client);
  });

  test('C-10: with one stage the root is that stage', async () => {
    const path = `/@connections/${encodeURIComponent(id)}`;
    assert.equal((await callback(gateway, 'POST', path, { body: 'root' })).status, 200);
    assert.equal(await client.next(), 'root');
  });

  test('pipelined requests are answered in order', async () => {
    const socket = await raw(gateway.port);
    const requests = [
      [http_request('POST', connection_path(id), { body: 'one' }), 'POST', 200],
      [http_request('GET', '/ping'), 'GET', 200],
      [http_request('POST', connection_path(never_issued), { body: 'x' }), 'POST', 410],
      [http_request('GET', connection_path(id)), 'GET', 200],
      [http_request('POST', connection_path('bot_1'), { body: 'x' }), 'POST', 400],
      [http_request('PUT', connection_path(id), { body: 'x' }), 'PUT', 404],
      [http_request('POST', connection_path(id), { body: 'two' }), 'POST', 200],
    ];
    socket.write(requests.map(([text]) => text).join(''));
    for (const [, method, status] of requests) {
      assert.equal((await socket.response({ method })).status, status);
    }
    assert.equal(await client.next(), 'one');
    assert.equal(await client.next(), 'two');
    socket.destroy();
  });

  test('"Connection: close" is kept', async () => {
    const socket = await raw(gateway.port);
    socket.write(http_request('GET', '/ping', { headers: { Connection: 'close' } }));
    assert.equal((await socket.response()).status, 200);
    await socket.ending();
  });

  test('an idle kept-alive connection is closed', async () => {
    const socket = await raw(gateway.port);
    socket.write(http_request('GET', '/ping'));
    assert.equal((await socket.response()).status, 200);
    assert.equal(await socket.ending(), '');
  });

  for (const [what, bytes] of [
    ['an endless head', 'GET /ping HTTP/1.1\r\nHost: x\r\n'],
    ['a body that does not come', `POST /dev/@connections/${never_issued} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc`],
  ]) {
    test(`408: ${what}`, async () => {
      const socket = await raw(gateway.port);
      socket.write(bytes);
      assert.equal((await socket.response()).status, 408);
      await socket.ending();
    });
  }

  test('431: a head without end', async () => {
    const socket = await raw(gateway.port);
    socket.socket.on('error', () => {});
    socket.write('GET /ping HTTP/1.1\r\nHost: x\r\n');
    for (let n = 0; n < 20; ++n) socket.write(`X-${n}: ${'x'.repeat(1_000)}\r\n`);
    assert.equal((await socket.response()).status, 431);
    await socket.ending();
  });

  for (const cut of [29, 7_149, 9_000, 13_293]) {
    test(`431: a head that arrives in two pieces, cut at ${cut}`, async () => {
      const lines = Array.from({ length: 20 }, (_, n) => `X-${n}: ${'x'.repeat(1_000)}\r\n`);
      const head = `GET /ping HTTP/1.1\r\nHost: x\r\n${lines.join('')}`;
      const socket = await raw(gateway.port);
      await new Promise((resolve) => socket.socket.write(head.slice(0, cut), resolve));
      // Another request on another connection is answered only after the first piece was read.
      await exchange(gateway.port, http_request('GET', '/ping'));
      socket.socket.write(head.slice(cut));
      assert.equal((await socket.response()).status, 431);
      await socket.ending();
    });
  }

  test('414: a request line without end', async () => {
    assert.equal((await exchange(gateway.port, http_request('GET', `/dev?${'x'.repeat(5_000)}`))).status, 414);
  });

  test('413: a body announced as too large is refused before it is sent', async () => {
    const socket = await raw(gateway.port);
    socket.write(http_request('POST', connection_path(id), { headers: { 'Content-Length': 10_000_000 } }));
    const response = await socket.response();
    assert.equal(response.status, 413);
    assert.equal(response.headers['x-amzn-errortype'], 'PayloadTooLargeException');
    await socket.ending();
  });

  test('a chunked body is understood', async () => {
    const socket = await raw(gateway.port);
    socket.write(`POST ${connection_path(id)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`
      + '3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n');
    assert.equal((await socket.response()).status, 200);
    assert.equal(await client.next(), 'abcdefg');
    socket.destroy();
  });

  for (const [what, bytes] of [
    ['not HTTP', 'hello\r\n\r\n'], ['no such version', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['two lengths', 'POST /dev HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a length that is no number', 'POST /dev HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a broken header', 'GET /ping HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n'],
    ['no Host', 'GET /ping HTTP/1.1\r\n\r\n'],
    ['two Hosts', 'GET /ping HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
    ['an upgrade without Host', upgrade_request('/dev', { Host: undefined })],
    ['an upgrade over HTTP/1.0', upgrade_request('/dev').replace('HTTP/1.1', 'HTTP/1.0')],
  ]) {
    test(`400: ${what}`, async () => {
      const socket = await raw(gateway.port);
      socket.write(bytes);
      assert.equal((await socket.response()).status, 400);
      await socket.ending();
    });
  }
});

describe('where a request ends is never guessed', () => {
  const suite = lifetime();
  let gateway;
  before(async () => {
    gateway = await start(suite, { definition: definition({ routes: { echo: two_way('echo') } }) });
  });

  // With the body taken to be of another length, its rest would be answered as a request.
  const smuggled = http_request('GET', '/ping');
  const post = (version, ...lines) =>
    `POST ${connection_path(never_issued)} HTTP/${version}\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

  for (const [what, request] of [
    ['a coding that is not known', post('1.1', 'Transfer-Encoding: gzip')],
    ['a coding that only ends like chunked', post('1.1', 'Transfer-Encoding: xchunked')],
    ['a coding below chunked', `${post('1.1', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`],
    ['chunked that is not the last coding', `${post('1.1', 'Transfer-Encoding: chunked, identity')}0\r\n\r\n`],
    ['chunked twice', `${post('1.1', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['a coding and a length', `${post('1.1', 'Transfer-Encoding: gzip', 'Content-Length: 5')}hello`],
    ['chunked and a length', `${post('1.1', 'Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n`],
    ['chunked in HTTP/1.0', `${post('1.0', 'Connection: keep-alive', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
  ]) {
    test(`400: ${what}`, async () => {
      const socket = await raw(gateway.port);
      socket.write(request + smuggled);
      assert.equal((await socket.response()).status, 400);
      assert.equal(await socket.ending(), '', 'the smuggled request was answered');
    });
  }

  for (const [what, request] of [
    ['chunked in any case', `${post('1.1', 'Transfer-Encoding: Chunked')}1;x=y\r\na\r\n0\r\nX-Trailer: z\r\n\r\n`],
    ['a length', `${post('1.1', 'Content-Length: 5')}hello`],
  ]) {
    test(`the next request follows ${what}`, async () => {
      const socket = await raw(gateway.port);
      socket.write(request + smuggled);
      assert.equal((await socket.response()).status, 410);
      assert.equal((await socket.response()).status, 200);
      socket.destroy();
    });
  }

  test('an empty line before a request is passed over', async () => {
    const socket = await raw(gateway.port);
    for (let n = 0; n < 2; ++n) {
      socket.write(`\r\n${smuggled}`);
      assert.equal((await socket.response()).status, 200);
    }
    socket.destroy();
  });

  test('a target in absolute form is its path', async () => {
    const socket = await raw(gateway.port);
    for (const [method, path, status] of [
      ['GET', '/ping', 200], ['POST', connection_path(never_issued), 410], ['GET', '', 426],
    ]) {
      socket.write(http_request(method, `http://x${path}`));
      assert.equal((await socket.response()).status, status, path);
    }
    socket.write(upgrade_request('http://x/dev'));
    assert.equal((await socket.response()).status, 101);
    socket.destroy();
  });
});

describe('who may call back', () => {
  const suite = lifetime();
  const temporary = { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'secret2', sessionToken: 'TOKEN/EXAMPLE==' };
  const expired = { accessKeyId: 'ASIAEXPIRED', secretAccessKey: 'secret3', sessionToken: 'OLD' };
  let gateway;
  let client;
  let id;
  let host;
  before(async () => {
    gateway = await start(suite, {
      definition: definition({
        routes: { echo: two_way('echo') },
        server: {
          credentials: [credential, temporary, { ...expired, expiration: '2020-01-01T00:00:00Z' }],
        },
      }),
    });
    host = `127.0.0.1:${gateway.port}`;
    client = await connect(gateway.websocket_url());
    suite.after(() => client.close());
    id = await id_of(client);
  });

  const post = (options) => callback(gateway, 'POST', connection_path(id), { body: 'x', ...options });
  const error = (response) => [response.status, response.headers['x-amzn-errortype']];

  test('a signed request is accepted', async () => {
    assert.equal((await post({ sign: credential })).status, 200);
    assert.equal(await client.next(), 'x');
  });

  test('a path encoded in full is accepted', async () => {
    const path = connection_path(id).replace('@', '%40');
    const response = await callback(gateway, 'POST', path, { body: 'full', sign: credential });
    assert.equal(response.status, 200);
    assert.equal(await client.next(), 'full');
  });

  test('temporary credentials need their token', async () => {
    assert.equal((await post({ sign: temporary })).status, 200);
    assert.equal(await client.next(), 'x');
    const wrong = await post({ sign: { ...temporary, sessionToken: 'OTHER' } });
    assert.deepEqual(error(wrong), [403, 'UnrecognizedClientException']);
    assert.equal(wrong.body, '{"message":"The security token included in the request is invalid"}');
    const missing = await post({ sign: { ...temporary, sessionToken: undefined } });
    assert.deepEqual(error(missing), [403, 'UnrecognizedClientException']);
  });

  test('an expired token is named as such', async () => {
    const response = await post({ sign: expired });
    assert_error(response, 403, 'ExpiredTokenException',
      '{"message":"The security token included in the request is expired"}');
  });

  test('a presigned GET is accepted, until it expires', async () => {
    const fresh = presigned(credential, { method: 'GET', path: connection_path(id), host });
    assert.equal((await callback(gateway, 'GET', fresh, { headers: { Host: host } })).status, 200);
    const old = presigned(credential, {
      method: 'GET', path: connection_path(id), host, expires: 60, date: new Date(Date.now() - 120_000),
    });
    assert.equal((await callback(gateway, 'GET', old, { headers: { Host: host } })).status, 403);
    const with_token = presigned(temporary, { method: 'GET', path: connection_path(id), host });
    assert.equal((await callback(gateway, 'GET', with_token, { headers: { Host: host } })).status, 200);
  });

  test('C-12: unsigned', async () => {
    assert_error(await post(), 403, 'MissingAuthenticationTokenException',
      '{"message":"Missing Authentication Token"}');
  });

  test('S-20: a wrong secret is told what should have been signed', async () => {
    const response = await post({ sign: { ...credential, secretAccessKey: 'wrong' } });
    assert.deepEqual(error(response), [403, 'InvalidSignatureException']);
    const { message } = JSON.parse(response.body);
    assert.match(message, /^The request signature we calculated does not match the signature you provided\./);
    assert.ok(message.includes(`\n\nThe Canonical String for this request should have been\n'POST\n/dev/%40connections/`));
    assert.ok(!message.includes(credential.secretAccessKey));
  });

  test('S-23: an unknown key', async () => {
    const response = await post({ sign: { accessKeyId: 'AKIDUNKNOWN', secretAccessKey: 'x' } });
    assert_error(response, 403, 'UnrecognizedClientException',
      '{"message":"The security token included in the request is invalid."}');
  });

  test('S-24: a clock six minutes off', async () => {
    const headers = signed_headers(credential, {
      method: 'POST', path: connection_path(id), host, body: 'x', date: new Date(Date.now() - 360_000),
    });
    const response = await post({ headers });
    assert.deepEqual(error(response), [403, 'InvalidSignatureException']);
    assert.match(JSON.parse(response.body).message, /^Signature expired: \d{8}T\d{6}Z is now earlier than /);
  });

  test('S-21: a wrong region', async () => {
    const headers = signed_headers(credential, {
      method: 'POST', path: connection_path(id), host, body: 'x', region: 'eu-west-1',
    });
    assert_error(await post({ headers }), 403, 'InvalidSignatureException',
      '{"message":"Credential should be scoped to a valid region, not \'eu-west-1\'. "}');
  });

  test('S-25: no signature in the header', async () => {
    const headers = {
      Authorization: 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240219/us-east-1/execute-api/aws4_request, SignedHeaders=host',
      'X-Amz-Date': '20240219T071142Z',
    };
    const response = await post({ headers });
    assert.deepEqual(error(response), [403, 'IncompleteSignatureException']);
    assert.match(JSON.parse(response.body).message, /^Authorization header requires 'Signature' parameter\. /);
  });

  test('S-27: a body changed on the way', async () => {
    const headers = signed_headers(credential, { method: 'POST', path: connection_path(id), host, body: 'x' });
    assert.deepEqual(error(await post({ headers, body: 'y' })), [403, 'InvalidSignatureException']);
  });

  test('the order of checks: stage, route, signature, id, size', async () => {
    const cases = [
      ['POST', connection_path(id, 'nope'), undefined, 403, 'ForbiddenException'],
      ['PUT', connection_path('bot_1'), undefined, 404, 'NotFoundException'],
      ['POST', connection_path('bot_1'), undefined, 403, 'MissingAuthenticationTokenException'],
      ['POST', connection_path('bot_1'), credential, 400, 'BadRequestException'],
    ];
    for (const [method, path, sign, status, type] of cases) {
      const response = await callback(gateway, method, path, { body: 'x', sign });
      assert.deepEqual(error(response), [status, type], `${method} ${path}`);
    }
  });

  test('nothing of a secret is in the log', () => {
    for (const { secretAccessKey } of [credential, temporary, expired]) {
      assert.ok(!gateway.log.includes(secretAccessKey));
    }
  });
});
