// SIGTERM: invocations end, clients are told, every accepted connection gets its `$disconnect`.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { http_request } from './support/callback.mjs';
import { definition, disconnects, one_way, recorded, two_way } from './support/definitions.mjs';
import { scratch, start } from './support/gateway.mjs';
import { raw, raw_websocket, text_frame, upgrade_request } from './support/raw.mjs';
import { connect } from './support/websocket.mjs';

const routes = {
  $connect: one_way('recorder'), $disconnect: one_way('recorder'), $default: two_way('echo'),
};

const ids = (events) => events.map(({ requestContext }) => requestContext.connectionId).sort();

describe('stopping', () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`${signal} closes with 1001 and runs every $disconnect`, async (t) => {
      const folder = scratch();
      const gateway = await start(t, { folder, definition: definition({ folder, routes }), stop: false });
      const clients = await Promise.all(Array.from({ length: 50 }, () => connect(gateway.websocket_url())));
      gateway.signal(signal);
      for (const client of clients) {
        assert.deepEqual(await client.ending(), { code: 1001, reason: 'Going away' });
      }
      assert.equal(await gateway.exited(), 0);
      const accepted = ids(recorded(folder).filter((event) => event.requestContext.eventType === 'CONNECT'));
      assert.deepEqual(ids(disconnects(folder)), accepted);
      assert.equal(accepted.length, 50);
    });
  }

  test('under load every accepted connection got its $disconnect', async (t) => {
    const folder = scratch();
    const gateway = await start(t, { folder, definition: definition({ folder, routes }), stop: false });
    let stopping = false;
    let accepted = 0;
    const visitor = async () => {
      while (!stopping) {
        let client;
        try {
          client = await connect(gateway.websocket_url());
        } catch {
          assert.ok(stopping, 'a connect failed before the stop');
          return;
        }
        accepted += 1;
        for (let n = 0; n < 5; ++n) client.send(`message ${n}`);
        if (accepted % 2) await Promise.race([client.next().catch(() => {}), client.closed]);
        else client.socket.terminate();
        if (accepted >= 200 && !stopping) {
          stopping = true;
          gateway.signal('SIGTERM');
        }
      }
    };
    await Promise.all(Array.from({ length: 20 }, visitor));
    assert.equal(await gateway.exited(), 0);
    const connects = ids(recorded(folder).filter((event) => event.requestContext.eventType === 'CONNECT'));
    const ended = ids(disconnects(folder));
    assert.equal(ended.length, new Set(ended).size, 'a connection got two');
    // An accepted connect is one that was answered 101, so CONNECT events of handshakes that the stop
    // cut off may lack a partner; a client that saw its 101 may not.
    assert.ok(ended.length >= accepted, `${accepted} accepted, ${ended.length} ended`);
    for (const id of ended) assert.ok(connects.includes(id));
  });

  test('an invocation under way still answers', async (t) => {
    const gateway = await start(t, {
      definition: definition({ routes: { faulty: two_way('faulty'), $default: two_way('echo') } }), stop: false,
    });
    const client = await connect(gateway.websocket_url());
    client.send({ action: 'faulty', do: 'late:500' });
    assert.equal(await client.ask('marker'), 'marker');
    gateway.signal('SIGTERM');
    assert.equal(await client.next(), 'late');
    assert.equal((await client.ending()).code, 1001);
    assert.equal(await gateway.exited(), 0);
  });

  test('what never ends is cut after --drain-timeout', async (t) => {
    const gateway = await start(t, {
      definition: definition({
        routes: { faulty: two_way('faulty'), $default: two_way('echo') },
        server: { drainTimeoutInMillis: 500 },
      }),
      stop: false,
    });
    const client = await connect(gateway.websocket_url());
    client.send({ action: 'faulty', do: 'never' });
    const silent = await raw_websocket(gateway.port);
    silent.write(text_frame('marker'));
    await silent.message();
    assert.equal(await client.ask('marker'), 'marker');
    gateway.signal('SIGTERM');
    // 1 says that something was cut.
    assert.equal(await gateway.exited(8_000), 1);
  });

  test('a second signal cuts at once', async (t) => {
    const gateway = await start(t, {
      definition: definition({
        routes: { faulty: two_way('faulty'), $default: two_way('echo') },
        server: { drainTimeoutInMillis: 600_000 },
      }),
      stop: false,
    });
    const client = await connect(gateway.websocket_url());
    client.send({ action: 'faulty', do: 'never' });
    assert.equal(await client.ask('marker'), 'marker');
    gateway.signal('SIGTERM');
    await gateway.logged(/drain|stopping/i);
    gateway.signal('SIGTERM');
    await gateway.exited(8_000);
  });

  test('signals that come while it ends do not keep it from ending', async (t) => {
    for (let round = 0; round < 10; ++round) {
      const gateway = await start(t, { stop: false });
      const client = await connect(gateway.websocket_url());
      const signals = setInterval(() => gateway.signal('SIGTERM'), 1);
      await gateway.exited(8_000).finally(() => clearInterval(signals));
      await client.ending();
    }
  });

  describe('with a request that is half sent', () => {
    /** A gateway that has begun to drain, and a socket on which it has read `part` of a request. */
    async function draining_with(t, part) {
      const gateway = await start(t, {
        definition: definition({
          routes: { $default: two_way('echo') }, server: { drainTimeoutInMillis: 60_000 },
        }),
        args: ['--threads', '1'],
        stop: false,
      });
      const socket = await raw(gateway.port);
      socket.write(part);
      // What comes later has been answered, so `part` has been read.
      const idle = await raw(gateway.port);
      for (let n = 0; n < 3; ++n) {
        idle.write(http_request('GET', '/ping'));
        assert.equal((await idle.response()).status, 200);
      }
      gateway.signal('SIGTERM');
      await idle.ending();  // Draining begins for all connections of a shard at once.
      return { gateway, socket };
    }

    test('a handshake that becomes complete is refused with 503', async (t) => {
      const handshake = upgrade_request('/dev');
      const { gateway, socket } = await draining_with(t, handshake.slice(0, -10));
      socket.write(handshake.slice(-10));
      const { status, headers } = await socket.response();
      assert.equal(status, 503);
      assert.equal(headers['x-amzn-errortype'], 'ServiceUnavailableException');
      assert.equal(await socket.ending(), '');
      assert.equal(await gateway.exited(8_000), 0);
    });

    for (const part of ['GET /ping HT', 'POST /dev HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc']) {
      test(`it is not waited for: ${JSON.stringify(part.slice(0, 12))}`, async (t) => {
        const { gateway } = await draining_with(t, part);
        // It gets a second to go on; the limits for a request are 30 seconds and more.
        assert.equal(await gateway.exited(8_000), 0);
      });
    }
  });

  for (const [how, drainTimeoutInMillis] of [['after --drain-timeout', 500], ['at a second signal', 600_000]]) {
    test(`a non-blocking handler that hangs its shard is left behind ${how}`, async (t) => {
      const gateway = await start(t, {
        definition: definition({
          plugins: ['hang'], routes: { $default: one_way('hang') }, server: { drainTimeoutInMillis },
        }),
        args: ['--threads', '1'],
        stop: false,
      });
      const client = await raw_websocket(gateway.port);
      client.write(text_frame('hang'));
      await gateway.logged(/hanging/);
      gateway.signal('SIGTERM');
      await gateway.logged(/draining/);
      if (drainTimeoutInMillis > 500) gateway.signal('SIGTERM');
      assert.equal(await gateway.exited(5_000), 1);
      assert.match(gateway.log, /a handler holds an I\/O thread/);
      client.destroy();
    });
  }

  test('while draining, /readyz says no and new connections are refused', async (t) => {
    const gateway = await start(t, {
      definition: definition({ routes: { faulty: two_way('faulty'), $default: two_way('echo') } }), stop: false,
    });
    const client = await connect(gateway.websocket_url());
    client.send({ action: 'faulty', do: 'late:2000' });
    assert.equal(await client.ask('marker'), 'marker');
    gateway.signal('SIGTERM');
    await gateway.logged(/drain|stopping/i);
    assert.equal((await fetch(`${gateway.admin}/readyz`)).status, 503);
    await assert.rejects(connect(gateway.websocket_url()));
    assert.equal(await client.next(), 'late');
    assert.equal(await gateway.exited(), 0);
  });
});
