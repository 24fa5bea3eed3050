// The handshake: what `$connect` and the gateway itself decide before the 101.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { callback, connection_path, http_request } from './support/callback.mjs';
import { definition, event_of, one_way, recorded, two_way } from './support/definitions.mjs';
import { lifetime, scratch, start } from './support/gateway.mjs';
import { exchange, raw, raw_websocket, text_frame, upgrade_request } from './support/raw.mjs';
import { connect, refusal } from './support/websocket.mjs';
import { eventually } from './support/waiting.mjs';

const id_shape = /^[A-Za-z0-9_-]{14}[AEIMQUYcgkosw048]=$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('handshake without a $connect route', () => {
  const suite = lifetime();
  let gateway;
  before(async () => {
    gateway = await start(suite, { definition: definition({ routes: { $default: two_way('echo') } }) });
  });

  test('H-01: the accept value is that of RFC 6455', async () => {
    const socket = await raw_websocket(gateway.port);
    assert.equal(socket.handshake.headers['sec-websocket-accept'], 'e9Ztme4JDr4o30+FPAUZwoJMZcE=');
    socket.destroy();
  });

  test('H-02: the gateway accepts by itself', async () => {
    const client = await connect(gateway.websocket_url());
    assert.equal(await client.ask('hi'), 'hi');
    await client.close();
  });

  test('the 101 has no other headers than AWS sends', async () => {
    const socket = await raw_websocket(gateway.port);
    assert.deepEqual(Object.keys(socket.handshake.headers).sort(),
      ['connection', 'date', 'sec-websocket-accept', 'upgrade']);
    assert.equal(socket.handshake.headers.connection.toLowerCase(), 'upgrade');
    socket.destroy();
  });

  test('a trailing slash after the stage is accepted', async () => {
    const client = await connect(`${gateway.websocket_url()}/`);
    await client.close();
  });

  test('the API is also found by its id in the path', async () => {
    const client = await connect(gateway.websocket_url('abcdef1234/dev'));
    await client.close();
  });

  for (const [target, why] of [
    ['/nope', 'H-20: unknown stage'], ['/dev/more', 'extra path after the stage'],
    ['/zzzzzzzzzz/dev', 'unknown API'], ['/Dev', 'stages are case-sensitive'],
  ]) {
    test(`403 Forbidden: ${why}`, async () => {
      const response = await exchange(gateway.port, upgrade_request(target));
      assert.equal(response.status, 403);
      assert.equal(response.headers['x-amzn-errortype'], 'ForbiddenException');
      assert.equal(response.headers['content-type'], 'application/json');
      assert.match(response.headers['x-amzn-requestid'], uuid);
      assert.match(response.headers['x-amz-apigw-id'], id_shape);
      assert.equal(response.body, '{"message":"Forbidden"}');
    });
  }

  test('H-28: a GET without upgrade gets 426', async () => {
    const response = await exchange(gateway.port, http_request('GET', '/dev'));
    assert.equal(response.status, 426);
    assert.equal(response.headers.upgrade, 'websocket');
    assert.equal(response.body, '{"message":"Upgrade Required"}');
  });

  test('a GET without upgrade to an unknown stage gets 403', async () => {
    const response = await exchange(gateway.port, http_request('GET', '/nope'));
    assert.equal(response.status, 403);
  });

  test('another WebSocket version gets 426 and is told the right one', async () => {
    const response = await exchange(
      gateway.port, upgrade_request('/dev', { 'Sec-WebSocket-Version': '8' }));
    assert.equal(response.status, 426);
    assert.equal(response.headers['sec-websocket-version'], '13');
  });

  for (const [key, why] of [
    [undefined, 'missing'], ['', 'empty'], ['short', 'not 16 bytes'], ['!SPm5HYtYSZU3BoudrY91w==', 'not base64'],
  ]) {
    test(`a ${why} Sec-WebSocket-Key gets 400`, async () => {
      const response = await exchange(gateway.port, upgrade_request('/dev', { 'Sec-WebSocket-Key': key }));
      assert.equal(response.status, 400);
    });
  }

  test('header names and values of the upgrade are case-insensitive', async () => {
    const socket = await raw(gateway.port);
    socket.write('GET /dev HTTP/1.1\r\nhost: x\r\nCONNECTION: keep-alive, UPGRADE\r\nupgrade: WebSocket\r\n'
      + 'sec-websocket-version: 13\r\nSEC-WEBSOCKET-KEY: cSPm5HYtYSZU3BoudrY91w==\r\n\r\n');
    assert.equal((await socket.response()).status, 101);
    socket.destroy();
  });

  test('H-26: any Origin is accepted', async () => {
    const client = await connect(gateway.websocket_url(), [], { origin: 'https://evil.example' });
    await client.close();
  });

  test('no subprotocol without a $connect integration', async () => {
    const socket = await raw_websocket(gateway.port, '/dev', { 'Sec-WebSocket-Protocol': 'a' });
    assert.equal(socket.handshake.headers['sec-websocket-protocol'], undefined);
    socket.destroy();
  });

  test('a URL of 4,096 bytes is accepted, a longer one gets 414', async () => {
    const target = (length) => `/dev?q=${'x'.repeat(length - '/dev?q='.length)}`;
    assert.equal((await exchange(gateway.port, upgrade_request(target(4_096)))).status, 101);
    assert.equal((await exchange(gateway.port, upgrade_request(target(4_097)))).status, 414);
  });

  test('headers above 10,240 bytes get 431', async () => {
    const request = (length) => upgrade_request('/dev', { 'X-Long': 'x'.repeat(length) });
    assert.equal((await exchange(gateway.port, request(9_000))).status, 101);
    assert.equal((await exchange(gateway.port, request(11_000))).status, 431);
  });

  test('frames sent before the 101 are processed after it', async () => {
    const socket = await raw(gateway.port);
    socket.write(Buffer.concat([Buffer.from(upgrade_request('/dev')), text_frame('early')]));
    assert.equal((await socket.response()).status, 101);
    assert.equal(await socket.message(), 'early');
    socket.destroy();
  });

  describe('compression', () => {
    test('H-23: permessage-deflate is negotiated and works both ways', async () => {
      const client = await connect(gateway.websocket_url(), [], { perMessageDeflate: { threshold: 0 } });
      assert.match(client.response.headers['sec-websocket-extensions'], /^permessage-deflate/);
      const long = JSON.stringify({ text: 'abc '.repeat(10_000) });
      assert.equal(await client.ask(long), long);
      assert.equal(await client.ask('short'), 'short');
      await client.close();
    });

    test('a bare offer is answered with the bare name', async () => {
      const socket = await raw_websocket(gateway.port, '/dev', {
        'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
      });
      assert.equal(socket.handshake.headers['sec-websocket-extensions'], 'permessage-deflate');
      socket.destroy();
    });

    test('a smaller server window is honoured in AWS\'s form', async () => {
      const socket = await raw_websocket(gateway.port, '/dev', {
        'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=12; client_max_window_bits=12',
      });
      assert.match(socket.handshake.headers['sec-websocket-extensions'],
        /^permessage-deflate;server_max_window_bits=12/);
      socket.destroy();
    });

    test('H-24: nothing offered, nothing answered', async () => {
      const client = await connect(gateway.websocket_url(), [], { perMessageDeflate: false });
      assert.equal(client.response.headers['sec-websocket-extensions'], undefined);
      await client.close();
    });

    for (const options of [
      { serverNoContextTakeover: true }, { clientNoContextTakeover: true }, { serverMaxWindowBits: 10 },
      { clientMaxWindowBits: 9 },
    ]) {
      test(`messages survive ${JSON.stringify(options)}`, async () => {
        const client = await connect(
          gateway.websocket_url(), [], { perMessageDeflate: { threshold: 0, ...options } });
        for (const size of [1, 500, 1_500, 30_000]) {
          const text = 'Zs!'.repeat(size);
          assert.equal(await client.ask(text), text);
        }
        await client.close();
      });
    }
  });
});

describe('$connect decides', () => {
  const suite = lifetime();
  let gateway;
  before(async () => {
    gateway = await start(suite, {
      definition: definition({
        routes: { $connect: one_way('faulty'), $default: two_way('echo') },
        integrations: {
          faulty: { integrationType: 'AWS_PROXY', integrationUri: 'faulty', timeoutInMillis: 300 },
        },
      }),
    });
  });

  for (const [id, status] of [['H-03', 200], ['H-04', 201], ['299', 299]]) {
    test(`${id}: status ${status} opens the connection`, async () => {
      const client = await connect(gateway.websocket_url('dev', `?connect=${status}`));
      assert.equal(await client.ask('hi'), 'hi');
      await client.close();
    });
  }

  for (const [id, status] of [
    ['H-05', 301], ['H-05', 401], ['H-05', 501], ['H-06', 400], ['403', 403], ['500', 500], ['199', 300],
  ]) {
    test(`${id}: status ${status} is passed on with an empty body`, async () => {
      const refused = await refusal(gateway.websocket_url('dev', `?connect=${status}`));
      assert.equal(refused.status, status);
      assert.equal(refused.body, '');
    });
  }

  for (const [id, connect_to, status, message] of [
    ['H-07', 'throw', 502, 'Internal server error'],
    ['timeout', 'never', 504, 'Endpoint request timed out'],
    ['null', 'null', 502, 'Internal server error'],
    ['garbage', 'garbage', 502, 'Internal server error'],
  ]) {
    test(`${id}: a handler that does "${connect_to}" gives ${status}`, async () => {
      const refused = await refusal(gateway.websocket_url('dev', `?connect=${connect_to}`));
      assert.equal(refused.status, status);
      const body = JSON.parse(refused.body);
      assert.equal(body.message, message);
      assert.match(body.connectionId, id_shape);
      assert.match(body.requestId, id_shape);
      assert.match(refused.headers['x-amzn-requestid'], uuid);
      assert.match(refused.headers['x-amz-apigw-id'], id_shape);
    });
  }

  test('H-08: headers and body of the handler do not reach the client', async () => {
    const socket = await raw_websocket(gateway.port, '/dev?connect=extra_headers');
    assert.equal(socket.handshake.headers['x-a'], undefined);
    assert.equal(socket.handshake.headers['content-length'], undefined);
    socket.write(text_frame('first'));
    assert.equal(await socket.message(), 'first');
    socket.destroy();
  });

  test('H-09: the subprotocol is the one the handler returns', async () => {
    const client = await connect(
      gateway.websocket_url('dev', '?protocol=myprotocol'), ['chat1', 'myprotocol']);
    assert.equal(client.socket.protocol, 'myprotocol');
    await client.close();
  });

  test('H-11: the header\'s letter case does not matter', async () => {
    const client = await connect(
      gateway.websocket_url('dev', '?protocol=a&protocolHeader=sec-websocket-protocol'), ['a']);
    assert.equal(client.socket.protocol, 'a');
    await client.close();
  });

  test('H-10: no subprotocol when the handler returns none', async () => {
    const socket = await raw_websocket(gateway.port, '/dev', { 'Sec-WebSocket-Protocol': 'a' });
    assert.equal(socket.handshake.headers['sec-websocket-protocol'], undefined);
    socket.destroy();
  });
});

test('H-27: a handler that posts during its own $connect is told it is gone', async (t) => {
  const gateway = await start(t, { definition: definition({ routes: { $connect: one_way('faulty') } }) });
  const refused = await refusal(gateway.websocket_url('dev', '?connect=post_to_itself'));
  assert.equal(refused.status, 410);
});

describe('while $connect runs', () => {
  const suite = lifetime();
  let gateway;
  let folder;
  before(async () => {
    folder = scratch();
    gateway = await start(suite, {
      folder,
      definition: definition({
        folder,
        routes: { $connect: one_way('recorder'), $disconnect: one_way('recorder'), $default: two_way('echo') },
      }),
    });
  });

  const connecting = () => eventually(
    () => recorded(folder).find(({ queryStringParameters }) => queryStringParameters?.hold),
    'the CONNECT event');

  test('H-27: the connection is Gone for the callback API', async () => {
    const socket = await raw(gateway.port);
    socket.write(upgrade_request('/dev?hold=release'));
    const { requestContext: { connectionId } } = await connecting();
    for (const method of ['POST', 'GET', 'DELETE']) {
      const response = await callback(gateway, method, connection_path(connectionId));
      assert.equal(response.status, 410, method);
    }
    writeFileSync(`${folder}/release`, '');
    assert.equal((await socket.response()).status, 101);
    const open = await callback(gateway, 'POST', connection_path(connectionId), { body: 'now' });
    assert.equal(open.status, 200);
    assert.equal(await socket.message(), 'now');
    socket.destroy();
    await event_of(folder, 'DISCONNECT', connectionId);
  });
});
