// Clients that break off anywhere, and many at once: the gateway goes on as if nothing had happened.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { connection_path, http_request } from './support/callback.mjs';
import { definition, disconnects, one_way, recorded, two_way } from './support/definitions.mjs';
import { scratch, start } from './support/gateway.mjs';
import { frame, opcodes, raw, raw_websocket, text_frame, upgrade_request } from './support/raw.mjs';
import { connect } from './support/websocket.mjs';
import { eventually } from './support/waiting.mjs';

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
  const folder = scratch(t);
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

test('running out of descriptors is survived', async (t) => {
  // No handler that opens files: it would fail, rightly.
  const gateway = await start(t, {
    definition: definition({ routes: { echo: two_way('echo') } }), descriptors: 100,
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
