// Closing: what the client sees and what the `$disconnect` event says, once per connection.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { callback, connection_path } from './support/callback.mjs';
import { definition, disconnects, event_of, one_way, recorded, two_way } from './support/definitions.mjs';
import { lifetime, scratch, start } from './support/gateway.mjs';
import { frame, opcodes, raw, raw_websocket, text_frame, upgrade_request } from './support/raw.mjs';
import { eventually } from './support/waiting.mjs';
import { connect } from './support/websocket.mjs';

const routes = {
  $connect: one_way('recorder'), $disconnect: one_way('recorder'), $default: two_way('recorder'),
};

test('a client that goes away while $connect runs was accepted and lost', async (t) => {
  const { gateway, folder } = await with_limits(t, {});
  const socket = await raw(gateway.port);
  socket.socket.on('error', () => {});
  socket.write(upgrade_request('/dev?hold=let-go'));
  const { requestContext: { connectionId } } = await eventually(
    () => recorded(folder).find(({ requestContext }) => requestContext.eventType === 'CONNECT'),
    'the CONNECT event');
  socket.reset();
  writeFileSync(join(folder, 'let-go'), '');
  const { requestContext } = await event_of(folder, 'DISCONNECT', connectionId);
  assert.equal(requestContext.disconnectStatusCode, 1006);
});

/** Starts a gateway with `limits` whose events go to `folder`. */
async function with_limits(owner, limits) {
  const folder = scratch();
  const gateway = await start(owner, {
    folder, definition: definition({ folder, routes, server: { limits, parity: 'extended' } }),
  });
  return { gateway, folder };
}

const id_of = async (client) => (await client.ask_json('who')).requestContext.connectionId;

async function raw_id(socket) {
  socket.write(text_frame('who'));
  return JSON.parse(await socket.message()).requestContext.connectionId;
}

describe('closing', () => {
  const suite = lifetime();
  let gateway;
  let folder;
  before(async () => ({ gateway, folder } = await with_limits(suite, {})));

  /** The facts of the one DISCONNECT event of `id`. */
  const ended = async (id) => {
    const { requestContext } = await event_of(folder, 'DISCONNECT', id);
    return [requestContext.disconnectStatusCode, requestContext.disconnectReason];
  };

  test('D-01: a client Close without status', async () => {
    const client = await connect(gateway.websocket_url());
    const id = await id_of(client);
    await client.close();
    assert.deepEqual(await ended(id), [1005, 'Client-side close frame status not set']);
  });

  for (const [vector, code, reason] of [
    ['D-02', 1001, ''], ['D-03', 1000, 'bye'], ['an application code', 4001, 'grüße'],
  ]) {
    test(`${vector}: a client Close ${code} "${reason}"`, async () => {
      const client = await connect(gateway.websocket_url());
      const id = await id_of(client);
      // `ws` refuses to send 1001, so the frame is made by hand.
      const payload = Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
      client.socket._socket.write(frame(opcodes.close, payload));
      assert.equal((await client.ending()).code, code);
      assert.deepEqual(await ended(id), [code, reason]);
    });
  }

  test('D-04: DELETE closes with 1000', async () => {
    const client = await connect(gateway.websocket_url());
    const id = await id_of(client);
    assert.equal((await callback(gateway, 'DELETE', connection_path(id))).status, 204);
    assert.deepEqual(await client.ending(), { code: 1000, reason: 'Connection Closed Normally' });
    assert.deepEqual(await ended(id), [1000, 'Connection Closed Normally']);
  });

  for (const how of ['reset', 'destroy']) {
    test(`a TCP connection lost by ${how} is 1006`, async () => {
      const socket = await raw_websocket(gateway.port);
      const id = await raw_id(socket);
      socket[how]();
      assert.deepEqual(await ended(id), [1006, 'Connection closed abnormally']);
    });
  }

  test('a binary frame is 1003 in the event too', async () => {
    const socket = await raw_websocket(gateway.port);
    const id = await raw_id(socket);
    socket.write(frame(opcodes.binary, 'x'));
    await socket.close_frame();
    socket.destroy();
    assert.equal((await ended(id))[0], 1003);
  });

  test('the callback API says 410 from the close on', async () => {
    const client = await connect(gateway.websocket_url());
    const id = await id_of(client);
    await client.close();
    await ended(id);
    assert.equal((await callback(gateway, 'POST', connection_path(id), { body: 'x' })).status, 410);
  });

  test('$disconnect runs exactly once for each, however many go at once', async () => {
    const clients = await Promise.all(Array.from({ length: 60 }, () => connect(gateway.websocket_url())));
    const ids = await Promise.all(clients.map(id_of));
    await Promise.all(clients.map((client, at) => {
      if (at % 3 === 0) return client.close(1000, 'done');
      if (at % 3 === 1) return client.socket.terminate();
      return Promise.all([
        callback(gateway, 'DELETE', connection_path(ids[at])), client.close(),
      ]);
    }));
    for (const id of ids) await ended(id);
    const counted = disconnects(folder).map(({ requestContext }) => requestContext.connectionId);
    assert.equal(counted.length, new Set(counted).size);
  });
});

describe('deadlines', () => {
  test('D-05: idle too long', async (t) => {
    const { gateway, folder } = await with_limits(t, { idleTimeoutInMillis: 300 });
    const client = await connect(gateway.websocket_url());
    const id = await id_of(client);
    assert.deepEqual(await client.ending(), { code: 1001, reason: 'Going away' });
    const { requestContext } = await event_of(folder, 'DISCONNECT', id);
    assert.equal(requestContext.disconnectStatusCode, 1001);
    assert.equal(requestContext.disconnectReason, 'Going away');
  });

  test('D-06: posting keeps a silent client', async (t) => {
    const { gateway } = await with_limits(t, { idleTimeoutInMillis: 1_500 });
    const client = await connect(gateway.websocket_url());
    const id = await id_of(client);
    const started = Date.now();
    while (Date.now() - started < 4_000) {
      assert.equal((await callback(gateway, 'POST', connection_path(id), { body: 'tick' })).status, 200);
      assert.equal(await client.next(), 'tick');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.equal(client.socket.readyState, client.socket.OPEN);
    await client.close();
  });

  test('pings do not keep a silent client, unless they are counted', async (t) => {
    for (const [counted, survives] of [[false, false], [true, true]]) {
      const { gateway } = await with_limits(
        t, { idleTimeoutInMillis: 1_000, controlFramesResetIdle: counted });
      const client = await connect(gateway.websocket_url());
      const pinging = setInterval(() => {
        if (client.socket.readyState === client.socket.OPEN) client.socket.ping('still here');
      }, 100);
      const outcome = await Promise.race([
        client.closed.then(() => false),
        new Promise((resolve) => setTimeout(() => resolve(true), 3_500)),
      ]);
      clearInterval(pinging);
      assert.equal(outcome, survives, `controlFramesResetIdle ${counted}`);
      if (survives) await client.close();
    }
  });

  test('D-07: connected too long, however busy', async (t) => {
    const { gateway, folder } = await with_limits(t, { connectionDurationInMillis: 500 });
    const client = await connect(gateway.websocket_url());
    const id = await id_of(client);
    const talking = setInterval(() => client.send('busy'), 50);
    const ending = await client.ending();
    clearInterval(talking);
    assert.deepEqual(ending, { code: 1001, reason: 'Going away' });
    assert.equal((await event_of(folder, 'DISCONNECT', id)).requestContext.disconnectStatusCode, 1001);
  });

  test('a client that does not answer our Close is cut off', async (t) => {
    const { gateway, folder } = await with_limits(
      t, { idleTimeoutInMillis: 300, closeTimeoutInMillis: 300 });
    const socket = await raw_websocket(gateway.port);
    const id = await raw_id(socket);
    assert.deepEqual(await socket.close_frame(), { code: 1001, reason: 'Going away' });
    await socket.ending();
    assert.equal((await event_of(folder, 'DISCONNECT', id)).requestContext.disconnectStatusCode, 1001);
  });
});

describe('$disconnect that fails or is missing', () => {
  test('D-13: a throwing handler is invisible', async (t) => {
    for (const disconnect of ['throw', 'garbage', 'status:500', 'drop']) {
      const served = definition({ routes: { $disconnect: one_way('faulty'), $default: two_way('echo') } });
      served.functions.faulty.config = { disconnect };
      const gateway = await start(t, { definition: served });
      for (let n = 0; n < 3; ++n) {
        const client = await connect(gateway.websocket_url());
        assert.equal(await client.ask('hi'), 'hi');
        assert.equal((await client.close(1000, '')).code, 1000);
      }
    }
  });

  test('D-14: no $disconnect route', async (t) => {
    const gateway = await start(t, { definition: definition({ routes: { $default: two_way('echo') } }) });
    const client = await connect(gateway.websocket_url());
    assert.equal((await client.close(1000, '')).code, 1000);
  });
});
