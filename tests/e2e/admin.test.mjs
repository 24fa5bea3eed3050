// The admin port: health, readiness, metrics.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { callback, connection_path } from './support/callback.mjs';
import { definition, one_way, two_way } from './support/definitions.mjs';
import { lifetime, start } from './support/gateway.mjs';
import { frame, opcodes, raw_websocket } from './support/raw.mjs';
import { connect, refusal } from './support/websocket.mjs';
import { eventually } from './support/waiting.mjs';

describe('the admin port', () => {
  const suite = lifetime();
  let gateway;
  before(async () => {
    gateway = await start(suite, {
      definition: definition({
        routes: { $connect: one_way('faulty'), echo: two_way('echo'), faulty: two_way('faulty') },
      }),
    });
  });

  const metrics = async () => {
    const response = await fetch(`${gateway.admin}/metrics`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^text\/plain/);
    return response.text();
  };

  /** Sum of the samples of `name` whose labels contain `labels`. */
  const value = async (name, labels = '') => (await metrics()).split('\n')
    .filter((line) => (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);

  const reaches = (name, labels, expected) => eventually(
    async () => await value(name, labels) === expected, `${name}{${labels}} to be ${expected}`);

  test('/healthz and /readyz', async () => {
    for (const path of ['/healthz', '/readyz']) {
      assert.equal((await fetch(gateway.admin + path)).status, 200, path);
    }
    assert.equal((await fetch(`${gateway.admin}/unknown`)).status, 404);
  });

  test('what is public is not there, and the other way round', async () => {
    const response = await fetch(`${gateway.url}/metrics`);
    assert.equal(response.status, 403);
    await assert.rejects(connect(`ws://127.0.0.1:${gateway.admin_port}/dev`));
  });

  test('every family has help and type', async () => {
    const text = await metrics();
    for (const [name, type] of [
      ['postern_connections', 'gauge'], ['postern_connects_total', 'counter'],
      ['postern_messages_total', 'counter'], ['postern_integration_latency_seconds', 'histogram'],
      ['postern_errors_total', 'counter'], ['postern_callbacks_total', 'counter'],
      ['postern_received_bytes_total', 'counter'], ['postern_sent_bytes_total', 'counter'],
      ['postern_outbox_refusals_total', 'counter'], ['postern_closes_total', 'counter'],
      ['postern_aws_would_refuse_total', 'counter'],
    ]) {
      assert.ok(text.includes(`# TYPE ${name} ${type}\n`), `${name} has no type`);
      assert.ok(text.includes(`# HELP ${name} `), `${name} has no help`);
    }
  });

  test('connections, connects and closes are counted', async () => {
    const client = await connect(gateway.websocket_url());
    await reaches('postern_connections', '', 1);
    await reaches('postern_connects_total', 'status="101"', 1);
    await refusal(gateway.websocket_url('dev', '?connect=401'));
    await reaches('postern_connects_total', 'status="401"', 1);
    await client.close(4_001, '');
    await reaches('postern_connections', '', 0);
    await reaches('postern_closes_total', 'code="4xxx"', 1);
  });

  test('messages by route, errors by kind, latency and bytes', async () => {
    const client = await connect(gateway.websocket_url());
    const received = await value('postern_received_bytes_total');
    const sent = await value('postern_sent_bytes_total');
    const message = '{"action":"echo"}';
    for (let n = 0; n < 5; ++n) await client.ask(message);
    await reaches('postern_messages_total', 'route="echo"', 5);
    const errors = await value('postern_errors_total');
    await client.ask({ action: 'faulty', do: 'throw' });
    await client.ask('no route');
    await reaches('postern_errors_total', '', errors + 2);
    assert.ok(await value('postern_integration_latency_seconds_count') >= 6);
    assert.ok(await value('postern_received_bytes_total') >= received + 5 * message.length);
    assert.ok(await value('postern_sent_bytes_total') >= sent + 5 * message.length);
    await client.close();
  });

  test('callback calls by action and status', async () => {
    const client = await connect(gateway.websocket_url());
    const { connectionId } = await client.ask_json('no route');
    const posts = await value('postern_callbacks_total', 'status="200"');
    await callback(gateway, 'POST', connection_path(connectionId), { body: 'x' });
    await reaches('postern_callbacks_total', 'status="200"', posts + 1);
    await callback(gateway, 'POST', connection_path('AAAAAAAAAAAAAAA='), { body: 'x' });
    await reaches('postern_callbacks_total', 'status="410"', 1);
    await client.close();
  });

  test('close codes of the gateway\'s own', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(frame(opcodes.binary, 'x'));
    await socket.close_frame();
    socket.destroy();
    await reaches('postern_closes_total', 'code="1003"', 1);
  });
});
