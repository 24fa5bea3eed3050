// Clients that break off anywhere, and many at once: the gateway goes on as if nothing had happened.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { connection_path, http_request } from './support/callback.mjs';
import { definition, disconnects, one_way, recorded, two_way } from './support/definitions.mjs';
import { scratch, start } from './support/gateway.mjs';
import { frame, opcodes, raw, raw_websocket, text_frame, upgrade_request } from './support/raw.mjs';
import { connect } from './support/websocket.mjs';
import { eventually, within } from './support/waiting.mjs';

const connections = async (gateway) => {
  const text = await (await fetch(`${gateway.admin}/metrics`)).text();
  return text.split('\n').filter((line) => /^postern_connections[ {]/.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

/** The gateway still serves, and has forgotten everyone else. */
async function assert_unharmed(gateway) {
  await eventually(async () => await connections(gateway) === 0, 'all connections to be gone', 30_000);
  const client = await connect(gateway.websocket_url());
  assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
  await client.close();
}

const routes = {
  $connect: one_way('recorder'), $disconnect: one_way('recorder'), echo: two_way('echo'),
  faulty: two_way('faulty'),
};

async function gateway_of(t) {
  const folder = scratch();
  const gateway = await start(t, { folder, definition: definition({ folder, routes }) });
  return { gateway, folder };
}

describe('clients killed', () => {
  test('mid-handshake, at every byte', async (t) => {
    const { gateway } = await gateway_of(t);
    const head = upgrade_request('/dev');
    for (let length = 1; length <= head.length; length += 3) {
      const socket = await raw(gateway.port);
      socket.write(head.slice(0, length));
      if (length % 2) socket.reset();
      else socket.destroy();
    }
    await assert_unharmed(gateway);
  });

  test('mid-frame, at every byte', async (t) => {
    const { gateway } = await gateway_of(t);
    const bytes = text_frame(`{"action":"echo","data":"${'x'.repeat(150)}"}`);
    for (let length = 1; length <= bytes.length; length += 5) {
      const socket = await raw_websocket(gateway.port);
      socket.write(bytes.subarray(0, length));
      if (length % 2) socket.reset();
      else socket.destroy();
    }
    await assert_unharmed(gateway);
  });

  test('mid-message, between fragments', async (t) => {
    const { gateway } = await gateway_of(t);
    for (let n = 0; n < 20; ++n) {
      const socket = await raw_websocket(gateway.port);
      socket.write(text_frame('{"action":', { fin: false }), frame(opcodes.ping, 'x'));
      await socket.frame();
      socket.reset();
    }
    await assert_unharmed(gateway);
  });

  test('mid-post, at every byte', async (t) => {
    const { gateway } = await gateway_of(t);
    const victim = await connect(gateway.websocket_url());
    const { connectionId } = await victim.ask_json('no route');
    const request = http_request('POST', connection_path(connectionId), { body: 'z'.repeat(100) });
    for (let length = 1; length < request.length; length += 3) {
      const socket = await raw(gateway.port);
      socket.write(request.slice(0, length));
      socket.reset();
    }
    assert.equal(await victim.ask('{"action":"echo"}'), '{"action":"echo"}');
    assert.equal(victim.unread, 0, 'half a post was delivered');
    await victim.close();
    await assert_unharmed(gateway);
  });

  test('while their handler works', async (t) => {
    const { gateway, folder } = await gateway_of(t);
    for (let n = 0; n < 20; ++n) {
      const socket = await raw_websocket(gateway.port);
      socket.write(text_frame('{"action":"faulty","do":"late:100"}'));
      socket.write(text_frame('{"action":"echo"}'));
      await socket.message();
      socket.reset();
    }
    await assert_unharmed(gateway);
    await eventually(() => disconnects(folder).length === 21, '21 $disconnect events');
  });

  test('while $connect decides', async (t) => {
    const { gateway, folder } = await gateway_of(t);
    for (let n = 0; n < 10; ++n) {
      const socket = await raw(gateway.port);
      socket.write(upgrade_request('/dev?wait=50'));
      await eventually(() => recorded(folder).length > n, 'the CONNECT event');
      socket.reset();
    }
    await assert_unharmed(gateway);
  });
});

/** A member of the room; everything it is told must be for it. */
async function join_room(gateway) {
  const socket = await raw_websocket(gateway.port);
  const member = {
    socket,
    whisper() { socket.write(text_frame('{"action":"whisper"}')); },
    /** Reads on until the answer to the oldest `whisper`. */
    async heard() {
      for (;;) {
        const { to, text } = JSON.parse(await socket.message(30_000));
        member.id ??= to;
        assert.equal(to, member.id, 'a message for another was delivered');
        if (text === 'whisper') return;
      }
    },
  };
  // Nobody has spoken yet, or an earlier member would be told: what comes first is for this one.
  member.whisper();
  await member.heard();
  return member;
}

test('killed while their room is told of others who left', async (t) => {
  const gateway = await start(t, {
    definition: definition({
      plugins: ['room'],
      routes: {
        $connect: one_way('room'), $disconnect: one_way('room'), whisper: one_way('room'), $default: one_way('room'),
      },
    }),
    // All in one shard, whose writes find the resets and whose handler answers those with writes.
    args: ['--threads', '1'],
  });
  const members = [];
  for (let n = 0; n < 5; ++n) members.push(await join_room(gateway));
  const burst = Buffer.concat(Array.from({ length: 60 }, () => text_frame('m'.repeat(200))));
  for (let round = 0; round < 60; ++round) {
    const victims = await Promise.all(Array.from({ length: 6 }, () => raw_websocket(gateway.port)));
    members[0].socket.write(burst);
    for (const victim of victims) victim.reset();
    for (const member of members) member.whisper();
    await Promise.all(members.map((member) => member.heard()));
  }
  for (const { socket } of members) socket.destroy();
  await eventually(async () => await connections(gateway) === 0, 'all connections to be gone', 30_000);
});

const resident_kilobytes = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

describe('a request without end is cut off', () => {
  const head = `POST ${connection_path('AAAAAAAAAAAAAAA=')} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
  for (const [what, beginning, more] of [
    ['in a chunk extension', '5;', 'a'.repeat(65_536)],
    ['in its trailers', '0\r\n', 'X-Trailer: abcdefghijklmnopqrstuvwxyz\r\n'.repeat(1_700)],
  ]) {
    test(what, async (t) => {
      const { gateway } = await gateway_of(t);
      const before = resident_kilobytes(gateway.pid);
      const socket = await raw(gateway.port);
      const answered = socket.response();
      const cut = new Promise((resolve) => socket.socket.once('close', resolve));
      socket.write(head + beginning);
      for (let n = 0; n < 1_000 && socket.socket.writable; ++n) {
        const written = new Promise((resolve) => socket.socket.write(more, resolve));
        await Promise.race([written, cut]);
        await setImmediate();  // Reads: the answer is lost to who only writes until the reset.
      }
      assert.equal((await answered).status, 431);
      const grown = resident_kilobytes(gateway.pid) - before;
      if (!process.env.POSTERN_E2E_SANITIZED) assert.ok(grown < 16_384, `cost ${grown} KiB`);
      await within(cut, 'the connection to be cut');
      await assert_unharmed(gateway);
    });
  }
});

test('running out of descriptors is survived', async (t) => {
  // No handler that opens files: it would fail, rightly.
  const gateway = await start(t, {
    definition: definition({ routes: { echo: two_way('echo') } }), descriptors: 100,
    // With one shard those who came first are accepted first.
    args: ['--threads', '1'],
  });
  // The kernel completes connections that the gateway has no descriptor for, so nobody answers some.
  const attempts = await Promise.all(Array.from({ length: 150 }, () => raw(gateway.port)));
  for (const socket of attempts) socket.write(upgrade_request('/dev'));
  const answered = await Promise.all(attempts.slice(0, 20).map((socket) => socket.response()));
  assert.ok(answered.every(({ status }) => status === 101));
  for (const socket of attempts) socket.destroy();
  await assert_unharmed(gateway);
});

// Each side needs a descriptor for each connection; what the system grants is the limit.
const [, , descriptors] = /^Max open files +(\S+) +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
const granted = descriptors === 'unlimited' ? Infinity : Number(descriptors) - 500;
const crowd = Math.min(Number(process.env.POSTERN_E2E_CONNECTIONS ?? 10_000), granted);

test(`${crowd} connections opened and dropped at once`, { timeout: 600_000 }, async (t) => {
  const { gateway, folder } = await gateway_of(t);
  const sockets = [];
  // In waves, so that the accept queue and not the client is what is tested.
  for (let opened = 0; opened < crowd; opened += 250) {
    const wave = Math.min(250, crowd - opened);
    sockets.push(...await Promise.all(Array.from({ length: wave }, () => raw_websocket(gateway.port))));
  }
  assert.equal(await connections(gateway), crowd);
  sockets.forEach((socket, at) => (at % 2 ? socket.reset() : socket.destroy()));
  await assert_unharmed(gateway);
  await eventually(() => disconnects(folder).length === crowd + 1, `${crowd + 1} $disconnect events`, 60_000);
});
