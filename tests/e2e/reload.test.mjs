// SIGHUP: a new definition without dropping anyone; a bad one changes nothing.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callback, connection_path } from './support/callback.mjs';
import { definition, disconnects, event_of, one_way, two_way } from './support/definitions.mjs';
import { reload, scratch, start } from './support/gateway.mjs';
import { connect } from './support/websocket.mjs';
import { eventually } from './support/waiting.mjs';

const first = definition({ routes: { echo: two_way('echo') } });
const with_default = definition({ routes: { echo: two_way('echo'), $default: two_way('echo') } });

const is_forbidden = (text) => text.startsWith('{"message": "Forbidden"');

describe('reload', () => {
  test('connections stay and use the new routes', async (t) => {
    const gateway = await start(t, { definition: first });
    const client = await connect(gateway.websocket_url());
    assert.ok(is_forbidden(await client.ask('hi')));
    const { connectionId } = await client.ask_json('hi');
    await reload(gateway, with_default);
    assert.equal(await eventually(async () => {
      const answer = await client.ask('hi');
      return is_forbidden(answer) ? undefined : answer;
    }, 'the new route'), 'hi');
    const post = await callback(gateway, 'POST', connection_path(connectionId), { body: 'still here' });
    assert.equal(post.status, 200);
    assert.equal(await client.next(), 'still here');
    await client.close();
  });

  for (const [what, bad] of [
    ['broken JSON', '{'], ['an unknown key', { ...first, colour: 'red' }],
    ['a missing plugin', { ...first, functions: { ...first.functions, echo: { plugin: 'libmissing.so' } } }],
  ]) {
    test(`${what} is reported and the old definition stays`, async (t) => {
      const gateway = await start(t, { definition: with_default });
      const client = await connect(gateway.websocket_url());
      const before = gateway.log.length;
      await reload(gateway, bad);
      assert.notEqual(gateway.log.slice(before), '');
      assert.equal(await client.ask('hi'), 'hi');
      const another = await connect(gateway.websocket_url());
      assert.equal(await another.ask('hi'), 'hi');
      await Promise.all([client.close(), another.close()]);
    });
  }

  test('connections of a stage that is gone are closed with 1001', async (t) => {
    const folder = scratch();
    const both = definition({
      folder,
      routes: { $disconnect: one_way('recorder'), $default: two_way('recorder') },
      api: { stages: { dev: {}, prod: {} } },
    });
    const gateway = await start(t, { folder, definition: both });
    const stays = await connect(gateway.websocket_url('dev'));
    const leaves = await connect(gateway.websocket_url('prod'));
    const { requestContext: { connectionId } } = await leaves.ask_json('who');
    const one = structuredClone(both);
    delete one.apis.abcdef1234.stages.prod;
    await reload(gateway, one);
    assert.deepEqual(await leaves.ending(), { code: 1001, reason: 'Going away' });
    await event_of(folder, 'DISCONNECT', connectionId);
    assert.equal((await stays.ask_json('who')).requestContext.stage, 'dev');
    assert.equal(disconnects(folder).length, 1);
    await stays.close();
  });
});

// Sanitizer builds do fewer.
const rounds = Number(process.env.POSTERN_E2E_RELOADS ?? 1_000);

test(`${rounds} reloads under traffic lose nothing`, { timeout: 600_000 }, async (t) => {
  const gateway = await start(t, { definition: with_default });
  const clients = await Promise.all(Array.from({ length: 8 }, () => connect(gateway.websocket_url())));
  let going = true;
  let answered = 0;
  const traffic = clients.map(async (client, number) => {
    for (let n = 0; going; ++n) {
      const message = JSON.stringify({ action: n % 2 ? 'echo' : 'other', number, n });
      const answer = await client.ask(message);
      // `other` has a route only in one of the two definitions.
      if (answer !== message) assert.ok(n % 2 === 0 && is_forbidden(answer), answer);
      answered += 1;
    }
  });
  const visitor = (async () => {
    while (going) {
      const client = await connect(gateway.websocket_url());
      assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
      await client.close();
    }
  })();
  for (let round = 0; round < rounds; ++round) {
    await reload(gateway, round % 2 ? with_default : first);
  }
  going = false;
  await Promise.all([...traffic, visitor]);
  assert.ok(answered > rounds, `${answered} messages were answered`);
  for (const client of clients) assert.equal(client.socket.readyState, client.socket.OPEN);
  await Promise.all(clients.map((client) => client.close()));
});
