// Messages: routes, answers, error frames byte for byte, limits.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { definition, one_way, two_way } from './support/definitions.mjs';
import { lifetime, start } from './support/gateway.mjs';
import { close_payload, frame, opcodes, raw_websocket, text_frame } from './support/raw.mjs';
import { connect } from './support/websocket.mjs';

const id = '[A-Za-z0-9_-]{14}[AEIMQUYcgkosw048]=';
const error_frame = (message) =>
  new RegExp(`^\\{"message": "${message}", "connectionId":"(${id})", "requestId":"(${id})"\\}$`);

const routes = {
  echo: two_way('echo'),
  join: two_way('echo'),
  faulty: two_way('faulty'),
  oneway: one_way('faulty'),
  quick: one_way('echo'),
  slow: two_way('slow'),
};

const integrations = {
  faulty: { integrationType: 'AWS_PROXY', integrationUri: 'faulty', timeoutInMillis: 500 },
  slow: { integrationType: 'AWS_PROXY', integrationUri: 'faulty', timeoutInMillis: 20_000 },
};

describe('messages without $default', () => {
  const suite = lifetime();
  let gateway;
  let client;
  before(async () => {
    gateway = await start(suite, { definition: definition({ routes, integrations }) });
    client = await connect(gateway.websocket_url());
    suite.after(() => client.close());
  });

  for (const [vector, message] of [
    ['R-17', 'hello'], ['R-19', '{"action":"nope"}'], ['R-20', '{"action":"Join"}'],
    ['R-21', '{"action":" join"}'], ['R-25', '"join"'], ['R-26', '{"action":"$connect"}'],
    ['R-27', '{"action":"$disconnect"}'], ['R-28', '{"action":{"a":1}}'], ['R-32', '{"action":""}'],
    ['R-33', ''], ['$default by name', '{"action":"$default"}'],
  ]) {
    test(`F-01, ${vector}: no route for ${message || 'an empty message'}`, async () => {
      assert.match(await client.ask(message), error_frame('Forbidden'));
    });
  }

  test('F-13: after an error frame the connection works on', async () => {
    await client.ask('no route');
    assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
  });

  test('F-15: every error frame has a request id of its own', async () => {
    const frames = [await client.ask('a'), await client.ask('b')].map((text) => JSON.parse(text));
    assert.equal(frames[0].connectionId, frames[1].connectionId);
    assert.notEqual(frames[0].requestId, frames[1].requestId);
  });

  test('R-29: a nearly valid message still finds its route', async () => {
    const message = '{"action":"echo", body:"hello"}';
    assert.equal(await client.ask(message), message);
  });

  test('F-02: a one-way route answers a failure, and nothing else', async () => {
    assert.match(await client.ask({ action: 'oneway', do: 'throw' }), error_frame('Internal server error'));
  });

  for (const [vector, result] of [
    ['F-03', { statusCode: 501, body: 'x' }], ['F-03', { statusCode: 200, body: 'x' }], ['F-04', null],
  ]) {
    test(`${vector}: a one-way route that returns ${JSON.stringify(result)} is silent`, async () => {
      client.send({ action: 'oneway', result });
      assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
    });
  }

  test('F-05, F-06: a two-way route sends the body whatever the status', async () => {
    for (const status of [200, 500]) {
      const result = { statusCode: status, body: `s${status}` };
      assert.equal(await client.ask({ action: 'faulty', result }), result.body);
    }
  });

  for (const what of ['throw', 'throw_int', 'fail', 'drop', 'garbage', 'nothing']) {
    test(`F-07: a two-way route that does "${what}" gets the error frame`, async () => {
      assert.match(await client.ask({ action: 'faulty', do: what }), error_frame('Internal server error'));
    });
  }

  for (const result of ['text', 7, [], { statusCode: 200, body: {} }]) {
    test(`a two-way route that returns ${JSON.stringify(result)} gets the error frame`, async () => {
      assert.match(await client.ask({ action: 'faulty', result }), error_frame('Internal server error'));
    });
  }

  test('a body marked as base64 is decoded', async () => {
    const result = { statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true };
    assert.equal(await client.ask({ action: 'faulty', result }), 'hello');
  });

  test('F-08: a two-way route without a body is silent', async () => {
    for (const result of [{ statusCode: 200 }, { statusCode: 200, body: '' }, null]) {
      client.send({ action: 'faulty', result });
    }
    assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
  });

  test('F-11: a handler that never answers gives the time-out frame', async () => {
    assert.match(
      await client.ask({ action: 'faulty', do: 'never' }), error_frame('Endpoint request timed out'));
  });

  test('an answer after the deadline is dropped', async () => {
    const answer = await client.ask({ action: 'faulty', do: 'late:700' });
    assert.match(answer, error_frame('Endpoint request timed out'));
    assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
  });

  for (const what of ['twice', 'twice_from_threads']) {
    test(`a second answer to one call is dropped: ${what}`, async () => {
      assert.equal(await client.ask({ action: 'faulty', do: what }), 'first');
      assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
    });
  }

  test('an answer for a connection that is gone is dropped', async () => {
    const other = await connect(gateway.websocket_url());
    other.send({ action: 'faulty', do: 'after_close' });
    assert.equal((await other.ending()).code, 1000);
    assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
  });

  test('F-14: a slow message does not hold up the next', async () => {
    client.send({ action: 'slow', do: 'late:1000' });
    assert.equal(await client.ask('{"action":"echo"}'), '{"action":"echo"}');
    assert.equal(await client.next(), 'late');
  });
});

describe('messages with $default', () => {
  const suite = lifetime();
  let client;
  before(async () => {
    const gateway = await start(suite, {
      definition: definition({ routes: { ...routes, $default: two_way('echo') }, integrations }),
    });
    client = await connect(gateway.websocket_url());
    suite.after(() => client.close());
  });

  for (const message of [
    'hello', '{"action":"nope"}', '"join"', '[]', '{"action":"$connect"}', '{"action":"$disconnect"}',
    '{"action":{"a":1}}', '{"action":null}', '{"action":""}', '{"action":', '\u0000', 'ünïcödé 🚪',
  ]) {
    test(`${JSON.stringify(message)} goes to $default`, async () => {
      assert.equal(await client.ask(message), message);
    });
  }

  test('five hundred messages in a row come back in full', async () => {
    const messages = Array.from({ length: 500 }, (_, n) => JSON.stringify({ action: 'echo', n }));
    for (const message of messages) client.send(message);
    const answers = [];
    while (answers.length < messages.length) answers.push(await client.next());
    assert.deepEqual(answers.sort(), messages.sort());
  });
});

describe('selection expressions', () => {
  for (const [vector, expression, message, key] of [
    ['R-03', '${request.body.service}/${request.body.action}', '{"service":"chat","action":"join"}', 'chat/join'],
    ['R-04', '${request.body.action}-${request.body.invalidPath}', '{"action":"join"}', 'join-'],
    ['R-05', 'action', 'anything', 'action'],
    ['R-09', '$request.body.data.n', '{"data":{"n":7}}', '7'],
    ['R-13', '$request.body.data.list', '{"data":{"list":["a","b"]}}', '[a, b]'],
    ['R-22', '$request.body.[2]', '[2,"id-1","StatusNotification",{}]', 'StatusNotification'],
    ['R-23', '$request.body.detail-type', '{"detail-type":"order"}', 'order'],
    ['R-24', '$request.body.service.do', '{"message":"m","service":{"do":"echo"}}', 'echo'],
  ]) {
    test(`${vector}: ${expression}`, async (t) => {
      const gateway = await start(t, {
        definition: definition({
          api: { routeSelectionExpression: expression },
          routes: { [key]: two_way('echo') },
        }),
      });
      const client = await connect(gateway.websocket_url());
      assert.equal(await client.ask(message), message);
      await client.close();
    });
  }
});

describe('frames', () => {
  const suite = lifetime();
  let gateway;
  before(async () => {
    gateway = await start(suite, { definition: definition({ routes: { $default: two_way('echo') } }) });
  });

  /** Sends `bytes` and returns the Close that answers them. */
  const closed_by = async (...bytes) => {
    const socket = await raw_websocket(gateway.port);
    socket.write(...bytes);
    const close = await socket.close_frame();
    socket.write(frame(opcodes.close, close_payload(close.code)));
    await socket.ending();
    return close.code;
  };

  for (const [vector, code, bytes] of [
    ['D-08: a binary frame', 1003, [frame(opcodes.binary, 'x')]],
    ['D-09: a frame of 32,769 bytes', 1009, [text_frame('x'.repeat(32_769))]],
    ['a frame that announces 2 GiB', 1009, [text_frame('', { length: 0x7fffffff })]],
    ['D-12: 131,073 bytes in legal frames', 1009, [
      text_frame('x'.repeat(32_768), { fin: false }),
      ...[1, 2, 3].map(() => frame(opcodes.continuation, 'x'.repeat(32_768), { fin: false })),
      frame(opcodes.continuation, 'x'),
    ]],
    ['an unmasked frame', 1002, [text_frame('x', { mask: false })]],
    ['a reserved bit', 1002, [text_frame('x', { rsv: 2 })]],
    ['compression that was not negotiated', 1002, [text_frame('x', { rsv: 4 })]],
    ['an unknown opcode', 1002, [frame(3, 'x')]],
    ['an unknown control opcode', 1002, [frame(11, 'x')]],
    ['a continuation of nothing', 1002, [frame(opcodes.continuation, 'x')]],
    ['a new message inside another', 1002, [text_frame('x', { fin: false }), text_frame('y')]],
    ['a fragmented ping', 1002, [frame(opcodes.ping, 'x', { fin: false })]],
    ['a ping of 126 bytes', 1002, [frame(opcodes.ping, 'x'.repeat(126))]],
    ['text that is not UTF-8', 1007, [text_frame(Buffer.from([0xc3, 0x28]))]],
    ['a Close with one byte', 1002, [frame(opcodes.close, 'x')]],
    ['a Close with a reserved code', 1002, [frame(opcodes.close, close_payload(1005))]],
    ['a Close whose reason is not UTF-8', 1007, [frame(opcodes.close, close_payload(1000, Buffer.from([0xff])))]],
  ]) {
    test(`${vector} closes with ${code}`, async () => {
      assert.equal(await closed_by(...bytes), code);
    });
  }

  test('D-10: a frame of exactly 32,768 bytes is accepted', async () => {
    const socket = await raw_websocket(gateway.port);
    const text = 'x'.repeat(32_768);
    socket.write(text_frame(text));
    assert.equal(await socket.message(), text);
    socket.destroy();
  });

  test('D-11: four frames of 32,768 bytes are one message of 131,072; no frame out is larger', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(text_frame('a'.repeat(32_768), { fin: false }),
      frame(opcodes.continuation, 'b'.repeat(32_768), { fin: false }),
      frame(opcodes.continuation, 'c'.repeat(32_768), { fin: false }),
      frame(opcodes.continuation, 'd'.repeat(32_768)));
    const parts = [];
    do parts.push(await socket.frame()); while (!parts.at(-1).fin);
    assert.equal(Buffer.concat(parts.map(({ payload }) => payload)).toString(),
      ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(32_768)).join(''));
    for (const part of parts) assert.ok(part.payload.length <= 32_768, `${part.payload.length}`);
    assert.equal(parts[0].opcode, opcodes.text);
    for (const part of parts.slice(1)) assert.equal(part.opcode, opcodes.continuation);
    assert.ok(parts.every(({ masked, rsv }) => !masked && rsv === 0));
    socket.destroy();
  });

  test('D-15: a ping between fragments is answered at once with its payload', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(text_frame('he', { fin: false }), frame(opcodes.ping, 'are you there'));
    const pong = await socket.frame();
    assert.equal(pong.opcode, opcodes.pong);
    assert.equal(pong.payload.toString(), 'are you there');
    socket.write(frame(opcodes.continuation, 'llo'));
    assert.equal(await socket.message(), 'hello');
    socket.destroy();
  });

  test('an unasked pong is ignored', async () => {
    const socket = await raw_websocket(gateway.port);
    socket.write(frame(opcodes.pong, 'nobody asked'), text_frame('hi'));
    assert.equal(await socket.message(), 'hi');
    socket.destroy();
  });

  test('frames cut anywhere are put together again', async () => {
    const socket = await raw_websocket(gateway.port);
    const bytes = text_frame('byte by byte');
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(await socket.message(), 'byte by byte');
    socket.destroy();
  });

  test('a small bomb does not inflate beyond 131,072 bytes', async () => {
    const client = await connect(gateway.websocket_url(), [], { perMessageDeflate: { threshold: 0 } });
    client.send('x'.repeat(4_000_000));
    assert.equal((await client.ending()).code, 1009);
  });
});
