// Clients that do not read: bounded memory, 429, and in the end the close.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { callback, connection_path } from './support/callback.mjs';
import { definition, event_of, one_way, two_way } from './support/definitions.mjs';
import { scratch, start } from './support/gateway.mjs';
import { opcodes, raw_websocket, text_frame } from './support/raw.mjs';
import { eventually } from './support/waiting.mjs';
import { connect } from './support/websocket.mjs';

async function with_limits(t, limits) {
  const folder = scratch();
  const gateway = await start(t, {
    folder,
    definition: definition({
      folder,
      routes: { $disconnect: one_way('recorder'), who: two_way('recorder'), $default: two_way('echo') },
      server: { parity: 'extended', limits },
    }),
  });
  return { gateway, folder };
}

/** A connected client that has stopped reading, and its id. */
async function deaf_client(gateway) {
  const socket = await raw_websocket(gateway.port);
  socket.write(text_frame('{"action":"who"}'));
  const { requestContext: { connectionId } } = JSON.parse(await socket.message());
  socket.socket.pause();
  return { socket, connectionId };
}

const body = 'x'.repeat(131_072);

/** Posts until a post is refused; returns the refusal and how many were taken. */
async function fill(gateway, connectionId) {
  for (let taken = 0; taken < 2_000; ++taken) {
    const response = await callback(gateway, 'POST', connection_path(connectionId), { body });
    if (response.status !== 200) return { response, taken };
  }
  throw new Error('2,000 posts of 128 KB to a client that does not read were all taken');
}

const resident_kilobytes = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

describe('a client that does not read', () => {
  test('gets 429, costs bounded memory, and slows nobody down', async (t) => {
    const { gateway } = await with_limits(t, {});
    const before = resident_kilobytes(gateway.pid);
    const deaf = await Promise.all(Array.from({ length: 8 }, () => deaf_client(gateway)));
    const refused = [];
    for (const { connectionId } of deaf) refused.push(await fill(gateway, connectionId));
    for (const { response } of refused) {
      assert.equal(response.status, 429);
      assert.equal(response.headers['x-amzn-errortype'], 'LimitExceededException');
      assert.equal(response.body, '');
    }
    const grown = resident_kilobytes(gateway.pid) - before;
    if (!process.env.POSTERN_E2E_SANITIZED) {
      assert.ok(grown < 8 * 4_096, `8 deaf clients cost ${grown} KiB`);
    }
    const client = await connect(gateway.websocket_url());
    assert.equal(await client.ask('quick'), 'quick');
    await client.close();
    for (const { socket } of deaf) socket.destroy();
  });

  test('reading again, it gets everything that was taken', async (t) => {
    const { gateway } = await with_limits(t, {});
    const { socket, connectionId } = await deaf_client(gateway);
    const { taken } = await fill(gateway, connectionId);
    socket.socket.resume();
    for (let n = 0; n < taken; ++n) assert.equal((await socket.message()).length, body.length);
    const response = await callback(gateway, 'POST', connection_path(connectionId), { body: 'again' });
    assert.equal(response.status, 200);
    assert.equal(await socket.message(), 'again');
    socket.destroy();
  });

  test('is not read either, and gets every answer once it reads', async (t) => {
    const { gateway } = await with_limits(t, {});
    const { socket } = await deaf_client(gateway);
    const received = async () => {
      const metrics = await (await fetch(`${gateway.admin}/metrics`)).text();
      return Number(/^postern_received_bytes_total (\d+)$/m.exec(metrics)[1]);
    };
    // More than Linux's own buffers (tcp_wmem: 4 MB) and the outbox hold together.
    const count = 6_000;
    const message = (n) => String(n).padStart(1_000, 'x');
    const asked = Buffer.concat(Array.from({ length: count }, (_, n) => text_frame(message(n))));
    socket.write(asked);
    let last = 0;
    await eventually(async () => {
      const before = last;
      last = await received();
      return last > 65_536 && last === before;
    }, 'the gateway to stop reading');
    socket.socket.resume();
    for (let n = 0; n < count; ++n) {
      const { opcode, payload } = await socket.frame();
      assert.equal(opcode, opcodes.text, `instead of answer ${n}: ${payload}`);
      assert.equal(payload.toString(), message(n));
    }
    socket.destroy();
  });

  test('makes no progress and is closed', async (t) => {
    const { gateway, folder } = await with_limits(t, { writeStallTimeoutInMillis: 500, closeTimeoutInMillis: 300 });
    const { socket, connectionId } = await deaf_client(gateway);
    await fill(gateway, connectionId);
    const { requestContext } = await event_of(folder, 'DISCONNECT', connectionId);
    assert.equal(requestContext.disconnectStatusCode, 1008);
    assert.equal((await callback(gateway, 'POST', connection_path(connectionId), { body: 'x' })).status, 410);
    const metrics = await (await fetch(`${gateway.admin}/metrics`)).text();
    assert.match(metrics, /^postern_outbox_refusals_total [1-9]/m);
    assert.match(metrics, /^postern_closes_total\{code="1008"\} 1$/m);
    socket.destroy();
  });

  test('that only sends is not read without end', async (t) => {
    const { gateway } = await with_limits(t, {});
    const { socket } = await deaf_client(gateway);
    const before = resident_kilobytes(gateway.pid);
    // Every message is echoed into an outbox nobody empties: the gateway ends the connection.
    const chunk = text_frame(body.slice(0, 32_768));
    socket.socket.on('error', () => {});
    for (let n = 0; n < 1_000 && !socket.socket.destroyed; ++n) socket.write(chunk);
    const other = await connect(gateway.websocket_url());
    for (let n = 0; n < 20; ++n) assert.equal(await other.ask('quick'), 'quick');
    const grown = resident_kilobytes(gateway.pid) - before;
    if (!process.env.POSTERN_E2E_SANITIZED) assert.ok(grown < 32_768, `cost ${grown} KiB`);
    await other.close();
    socket.destroy();
  });
});
