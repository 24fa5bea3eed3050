// The three event forms as a handler receives them.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { callback, connection_path } from './support/callback.mjs';
import { definition, event_of, one_way, recorded, two_way } from './support/definitions.mjs';
import { lifetime, scratch, start } from './support/gateway.mjs';
import { raw_websocket, text_frame } from './support/raw.mjs';
import { eventually } from './support/waiting.mjs';
import { connect } from './support/websocket.mjs';

const id_shape = /^[A-Za-z0-9_-]{14}[AEIMQUYcgkosw048]=$/;

describe('events', () => {
  const suite = lifetime();
  let gateway;
  let folder;
  let connected;
  let message;
  let disconnected;
  const text = '{"action":"x",  "n":1}';

  before(async () => {
    folder = scratch();
    gateway = await start(suite, {
      folder,
      definition: definition({
        folder,
        routes: { $connect: one_way('recorder'), $disconnect: one_way('recorder'), $default: two_way('recorder') },
      }),
    });
    const client = await connect(
      gateway.websocket_url('dev', '?room=a%20b&room=c&empty='), [],
      { headers: { 'User-Agent': 'ExampleClient/4.1', 'X-Tenant': 'blue' } });
    message = await client.ask_json(text);
    const { connectionId } = message.requestContext;
    await client.close();
    connected = await event_of(folder, 'CONNECT', connectionId);
    disconnected = await event_of(folder, 'DISCONNECT', connectionId);
  });

  const common = [
    'extendedRequestId', 'requestTime', 'messageDirection', 'stage', 'connectedAt', 'requestTimeEpoch',
    'identity', 'requestId', 'domainName', 'connectionId', 'apiId',
  ];

  test('CONNECT has AWS\'s fields in AWS\'s order', () => {
    assert.deepEqual(Object.keys(connected), [
      'headers', 'multiValueHeaders', 'queryStringParameters', 'multiValueQueryStringParameters',
      'requestContext', 'isBase64Encoded']);
    assert.deepEqual(Object.keys(connected.requestContext), ['routeKey', 'eventType', ...common]);
  });

  test('E-10: MESSAGE has no headers', () => {
    assert.deepEqual(Object.keys(message), ['requestContext', 'body', 'isBase64Encoded']);
    assert.deepEqual(Object.keys(message.requestContext), ['routeKey', 'messageId', 'eventType', ...common]);
  });

  test('DISCONNECT has status and reason where AWS puts them', () => {
    assert.deepEqual(Object.keys(disconnected),
      ['headers', 'multiValueHeaders', 'requestContext', 'isBase64Encoded']);
    const [first, second, third, ...rest] = common;
    assert.deepEqual(Object.keys(disconnected.requestContext), [
      'routeKey', 'disconnectStatusCode', 'eventType', first, second, third, 'disconnectReason', ...rest]);
  });

  test('E-11: the body is the message, byte for byte', () => assert.equal(message.body, text));

  test('E-12: a connection keeps its id, birth and identity; requests differ', () => {
    const contexts = [connected, message, disconnected].map((event) => event.requestContext);
    for (const key of ['connectionId', 'connectedAt', 'identity']) {
      for (const context of contexts) assert.deepEqual(context[key], contexts[0][key], key);
    }
    assert.equal(new Set(contexts.map(({ requestId }) => requestId)).size, 3);
  });

  test('C-24: GET reports the same instant of connecting as the events', async () => {
    const client = await connect(gateway.websocket_url());
    const first = await eventually(
      () => recorded(folder).findLast(({ requestContext }) => requestContext.eventType === 'CONNECT' &&
        requestContext.connectionId !== connected.requestContext.connectionId), 'the CONNECT event');
    const { connectionId, connectedAt } = first.requestContext;
    const response = await callback(gateway, 'GET', connection_path(connectionId));
    assert.equal(Date.parse(JSON.parse(response.body).connectedAt), connectedAt);
    await client.close();
  });

  test('E-13: requestId and extendedRequestId are equal and well-formed', () => {
    for (const { requestContext } of [connected, message, disconnected]) {
      assert.equal(requestContext.requestId, requestContext.extendedRequestId);
      assert.match(requestContext.requestId, id_shape);
      assert.match(requestContext.connectionId, id_shape);
    }
  });

  test('I-04: the message id is well-formed and its own', () => {
    const { messageId, connectionId, requestId } = message.requestContext;
    assert.match(messageId, id_shape);
    assert.notEqual(messageId, connectionId);
    assert.notEqual(messageId, requestId);
  });

  test('E-14: the DISCONNECT event has exactly four headers', () => {
    const expected = {
      Host: `127.0.0.1:${gateway.port}`, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '',
    };
    assert.deepEqual(disconnected.headers, expected);
    assert.deepEqual(disconnected.multiValueHeaders,
      Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, [value]])));
  });

  test('the CONNECT event has the client\'s headers, less the upgrade, plus the forwarding ones', () => {
    const { headers } = connected;
    assert.equal(headers['X-Tenant'], 'blue');
    assert.equal(headers['X-Forwarded-For'], '127.0.0.1');
    assert.match(headers['X-Amzn-Trace-Id'], /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    assert.ok(headers['X-Forwarded-Port'] && headers['X-Forwarded-Proto']);
    for (const name of ['Connection', 'Upgrade', 'Content-Length']) assert.ok(!(name in headers), name);
  });

  test('E-09: the trace id carries the second of the connect', () => {
    const [, seconds] = /^Root=1-([0-9a-f]{8})-/.exec(connected.headers['X-Amzn-Trace-Id']);
    assert.equal(parseInt(seconds, 16), Math.floor(connected.requestContext.connectedAt / 1000));
  });

  test('query strings: decoded, last value and all values', () => {
    assert.deepEqual(connected.queryStringParameters, { room: 'c', empty: '' });
    assert.deepEqual(connected.multiValueQueryStringParameters, { room: ['a b', 'c'], empty: [''] });
  });

  test('domainName is the Host the client sent, port included', () => {
    assert.equal(message.requestContext.domainName, `127.0.0.1:${gateway.port}`);
    assert.equal(message.requestContext.stage, 'dev');
    assert.equal(message.requestContext.apiId, 'abcdef1234');
  });

  test('E-19, E-22, E-23: no authorizer, always IN, $default by its name', () => {
    for (const { requestContext } of [connected, message, disconnected]) {
      assert.equal(requestContext.messageDirection, 'IN');
      assert.ok(!('authorizer' in requestContext));
    }
    assert.equal(message.requestContext.routeKey, '$default');
    assert.equal(connected.requestContext.routeKey, '$connect');
    assert.equal(disconnected.requestContext.routeKey, '$disconnect');
  });

  test('E-20: requestTime and requestTimeEpoch are the same instant', () => {
    const { requestTime, requestTimeEpoch } = message.requestContext;
    const [, day, month, year, time] = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) \+0000$/.exec(requestTime);
    assert.equal(
      Date.parse(`${day} ${month} ${year} ${time} GMT`), Math.floor(requestTimeEpoch / 1000) * 1000);
  });

  test('E-15: a client without User-Agent has an identity of its address only', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(text_frame('who'));
    const event = JSON.parse(await socket.message());
    assert.deepEqual(event.requestContext.identity, { sourceIp: '127.0.0.1' });
    socket.destroy();
  });

  test('a User-Agent precedes the address', () => {
    assert.deepEqual(Object.entries(message.requestContext.identity),
      [['userAgent', 'ExampleClient/4.1'], ['sourceIp', '127.0.0.1']]);
  });

  test('without a query there are no query fields', async () => {
    const client = await connect(gateway.websocket_url());
    const { requestContext: { connectionId } } = await client.ask_json('who');
    const event = await event_of(folder, 'CONNECT', connectionId);
    assert.ok(!('queryStringParameters' in event));
    assert.ok(!('multiValueQueryStringParameters' in event));
    await client.close();
  });

  test('a refused handshake leaves no $disconnect', async () => {
    await connect(gateway.websocket_url('dev', '?refuse=403')).then(
      () => assert.fail('accepted'), (error) => assert.equal(error.status, 403));
    // A later connection's events come after any the refused one could have caused.
    const client = await connect(gateway.websocket_url());
    const { requestContext: { connectionId } } = await client.ask_json('who');
    await client.close();
    await event_of(folder, 'DISCONNECT', connectionId);
    const refused = recorded(folder).find(({ queryStringParameters }) => queryStringParameters?.refuse);
    const types = recorded(folder)
      .filter((event) => event.requestContext.connectionId === refused.requestContext.connectionId)
      .map(({ requestContext }) => requestContext.eventType);
    assert.deepEqual(types, ['CONNECT']);
  });
});

test('stage variables are in all three events when there are any', async (t) => {
  const folder = scratch();
  const gateway = await start(t, {
    folder,
    definition: definition({
      folder,
      routes: { $connect: one_way('recorder'), $disconnect: one_way('recorder'), $default: two_way('recorder') },
      api: { stages: { dev: { stageVariables: { k: 'v' } } } },
    }),
  });
  const client = await connect(gateway.websocket_url());
  const message = await client.ask_json('who');
  await client.close();
  const { connectionId } = message.requestContext;
  for (const event of [
    message, await event_of(folder, 'CONNECT', connectionId), await event_of(folder, 'DISCONNECT', connectionId),
  ]) {
    assert.deepEqual(event.stageVariables, { k: 'v' });
  }
});
