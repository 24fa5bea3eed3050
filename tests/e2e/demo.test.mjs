// The built-in demo: what a newcomer sees.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { callback, connection_path } from './support/callback.mjs';
import { lifetime, start } from './support/gateway.mjs';
import { connect } from './support/websocket.mjs';

const id_shape = /^[A-Za-z0-9_-]{14}[AEIMQUYcgkosw048]=$/;

describe('the demo', () => {
  const suite = lifetime();
  let gateway;
  before(async () => { gateway = await start(suite); });

  /** Connects `count` clients that are closed with the test. */
  const open = async (t, count = 1) => {
    const clients = await Promise.all(
      Array.from({ length: count }, () => connect(gateway.websocket_url())));
    t.after(() => Promise.all(clients.map((client) => client.close())));
    return count === 1 ? clients[0] : clients;
  };

  const id_of = async (client) => (await client.ask_json({ action: 'whoami' })).connectionId;

  test('says where it listens, in one line', () => {
    assert.match(gateway.stdout,
      /^ready public=http:\/\/127\.0\.0\.1:\d+ admin=http:\/\/127\.0\.0\.1:\d+\n$/);
  });

  test('answers /ping', async () => {
    const response = await fetch(`${gateway.url}/ping`);
    assert.equal(response.status, 200);
    assert.equal(await response.text(), 'healthy');
  });

  test('route echo answers with the message itself', async (t) => {
    const client = await open(t);
    const message = '{"action":"echo",  "data":"hällo"}';
    assert.equal(await client.ask(message), message);
  });

  test('$default answers with the message itself, JSON or not', async (t) => {
    const client = await open(t);
    for (const message of ['hello', '{"action":"unheard-of"}', '[1,2]', '{"broken":']) {
      assert.equal(await client.ask(message), message);
    }
  });

  test('the only stage is found without its name', async () => {
    const client = await connect(`ws://127.0.0.1:${gateway.port}/`);
    assert.equal(await client.ask('hi'), 'hi');
    await client.close();
  });

  test('whoami tells the connection id, which the callback API takes', async (t) => {
    const client = await open(t);
    const id = await id_of(client);
    assert.match(id, id_shape);
    const response = await callback(gateway, 'POST', connection_path(id), { body: 'from outside' });
    assert.equal(response.status, 200);
    assert.equal(await client.next(), 'from outside');
  });

  test('broadcast reaches every connection', async (t) => {
    const clients = await open(t, 4);
    clients[0].send('{"action":"broadcast","data":"to all"}');
    for (const client of clients) assert.match(await client.next(), /to all/);
  });

  test('chat delivers to the others in the channel', async (t) => {
    const [anna, ben, carl] = await open(t, 3);
    // A join is not answered; the next message of the same connection is handled after it.
    for (const client of [anna, ben]) {
      client.send({ action: 'joinchannel', channel: 'room' });
      await id_of(client);
    }
    anna.send({ action: 'sendmessage', channel: 'room', message: 'hi room' });
    const { channel, from, message } = await ben.next_json();
    assert.deepEqual([channel, from, message], ['room', await id_of(anna), 'hi room']);
    await id_of(carl);
    assert.equal(anna.unread + carl.unread, 0);
  });
});
