// The callback API through unchanged AWS clients: CLI, boto3, SDKs for JavaScript v2 and v3.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { credential, definition, two_way } from './support/definitions.mjs';
import { clean_environment, command, lifetime, scratch, start } from './support/gateway.mjs';
import { connect } from './support/websocket.mjs';

// The SDKs look at the environment when they are loaded.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
Object.assign(process.env, clean_environment());
const {
  ApiGatewayManagementApiClient, PostToConnectionCommand, GetConnectionCommand, DeleteConnectionCommand,
} = await import('@aws-sdk/client-apigatewaymanagementapi');
const AWS = createRequire(import.meta.url)('aws-sdk');

const region = 'us-east-1';
const wrong_secret = { ...credential, secretAccessKey: 'wrong' };
const temporary = { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'secret2', sessionToken: 'TOKEN/EXAMPLE==' };
const too_large = 'x'.repeat(131_073);

const environment = ({ accessKeyId, secretAccessKey, sessionToken }) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
  AWS_DEFAULT_REGION: region,
});

const suite_of = (name, body) => describe(name, () => {
  const suite = lifetime();
  const context = {};
  before(async () => {
    context.folder = scratch();
    context.gateway = await start(suite, {
      definition: definition({
        routes: { echo: two_way('echo') }, server: { credentials: [credential, temporary] },
      }),
    });
    context.endpoint = context.gateway.endpoint();
    writeFileSync(join(context.folder, 'large'), too_large);
  });
  context.open = async (t) => {
    const client = await connect(context.gateway.websocket_url(), [], { headers: { 'User-Agent': 'ua/1' } });
    t.after(() => client.socket.terminate());
    const { connectionId } = await client.ask_json('no route');
    return { client, id: connectionId };
  };
  body(context);
});

suite_of('AWS CLI', (context) => {
  const cli = (operation, id, args = [], who = credential) => command('/usr/bin/aws', [
    'apigatewaymanagementapi', operation, '--endpoint-url', context.endpoint, '--connection-id', id, ...args,
  ], { env: environment(who) });
  const text = (data) => ['--data', data, '--cli-binary-format', 'raw-in-base64-out'];

  test('post, get, delete, and then it is gone', async (t) => {
    const { client, id } = await context.open(t);
    const post = await cli('post-to-connection', id, text('hello from the CLI'));
    assert.equal(post.code, 0, post.stderr);
    assert.equal(await client.next(), 'hello from the CLI');

    const get = await cli('get-connection', id);
    assert.equal(get.code, 0, get.stderr);
    const answer = JSON.parse(get.stdout);
    assert.deepEqual(answer.Identity, { SourceIp: '127.0.0.1', UserAgent: 'ua/1' });
    assert.match(answer.ConnectedAt, /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
    assert.ok(Date.parse(answer.LastActiveAt) >= Date.parse(answer.ConnectedAt));

    const remove = await cli('delete-connection', id);
    assert.equal(remove.code, 0, remove.stderr);
    assert.equal((await client.ending()).code, 1000);

    const gone = await cli('post-to-connection', id, text('x'));
    assert.equal(gone.code, 254);
    assert.match(gone.stderr,
      /An error occurred \(GoneException\) when calling the PostToConnection operation: $/m);
  });

  test('413 for too much data', async (t) => {
    const { id } = await context.open(t);
    const post = await cli('post-to-connection', id, ['--data', `fileb://${join(context.folder, 'large')}`]);
    assert.equal(post.code, 254);
    assert.match(post.stderr, /PayloadTooLargeException/);
  });

  test('403 for a wrong secret', async (t) => {
    const { id } = await context.open(t);
    const post = await cli('post-to-connection', id, text('x'), wrong_secret);
    assert.equal(post.code, 254);
    assert.match(post.stderr, /\(InvalidSignatureException\)/);
  });

  test('a session token', async (t) => {
    const { client, id } = await context.open(t);
    const post = await cli('post-to-connection', id, text('with token'), temporary);
    assert.equal(post.code, 0, post.stderr);
    assert.equal(await client.next(), 'with token');
  });
});

suite_of('boto3', (context) => {
  const script = fileURLToPath(new URL('support/boto3_client.py', import.meta.url));
  const boto3 = async (args, who = credential) => {
    const run = await command('/usr/bin/python3', [script, context.endpoint, ...args], { env: environment(who) });
    assert.equal(run.code, 0, run.stderr);
    return JSON.parse(run.stdout);
  };

  test('post, get, delete, and then it is gone', async (t) => {
    const { client, id } = await context.open(t);
    const post = await boto3(['post', id, 'hello from boto3']);
    assert.equal(post.ResponseMetadata.HTTPStatusCode, 200);
    assert.match(post.ResponseMetadata.RequestId, /^[0-9a-f-]{36}$/);
    assert.equal(await client.next(), 'hello from boto3');
    const get = await boto3(['get', id]);
    assert.deepEqual(get.Identity, { SourceIp: '127.0.0.1', UserAgent: 'ua/1' });
    assert.equal((await boto3(['delete', id])).ResponseMetadata.HTTPStatusCode, 204);
    assert.equal((await client.ending()).code, 1000);
    // C-21: the text ends after the operation's name.
    assert.deepEqual(await boto3(['get', id]),
      { gone: 'An error occurred (GoneException) when calling the GetConnection operation: ' });
  });

  test('413 for too much data', async (t) => {
    const { id } = await context.open(t);
    const { error } = await boto3(['post', id, `@${join(context.folder, 'large')}`]);
    assert.equal(error, 'PayloadTooLargeException');
  });

  test('403 for a wrong secret', async (t) => {
    const { id } = await context.open(t);
    assert.equal((await boto3(['get', id], wrong_secret)).error, 'InvalidSignatureException');
  });

  test('400 for an id that is none', async () => {
    const { error, text } = await boto3(['get', 'bot_1']);
    assert.equal(error, 'BadRequestException');
    assert.match(text, /Invalid connectionId: bot_1$/);
  });
});

suite_of('AWS SDK for JavaScript v3', (context) => {
  const sdk = (t, who = credential, endpoint = context.endpoint) => {
    const client = new ApiGatewayManagementApiClient({ region, endpoint, credentials: { ...who } });
    t.after(() => client.destroy());
    return client;
  };

  for (const slash of ['', '/']) {
    test(`post, get, delete, and then it is gone (endpoint ends in "${slash}")`, async (t) => {
      const { client, id } = await context.open(t);
      const api = sdk(t, credential, context.endpoint + slash);
      const post = await api.send(new PostToConnectionCommand({ ConnectionId: id, Data: 'hello from v3' }));
      assert.equal(post.$metadata.httpStatusCode, 200);
      assert.equal(await client.next(), 'hello from v3');
      const get = await api.send(new GetConnectionCommand({ ConnectionId: id }));
      assert.ok(get.ConnectedAt instanceof Date && get.LastActiveAt >= get.ConnectedAt);
      assert.deepEqual(get.Identity, { SourceIp: '127.0.0.1', UserAgent: 'ua/1' });
      const remove = await api.send(new DeleteConnectionCommand({ ConnectionId: id }));
      assert.equal(remove.$metadata.httpStatusCode, 204);
      assert.equal((await client.ending()).code, 1000);
      // C-22
      await assert.rejects(
        api.send(new PostToConnectionCommand({ ConnectionId: id, Data: 'x' })),
        (error) => error.name === 'GoneException' && error.$metadata.httpStatusCode === 410);
    });
  }

  test('413 for too much data', async (t) => {
    const { id } = await context.open(t);
    await assert.rejects(
      sdk(t).send(new PostToConnectionCommand({ ConnectionId: id, Data: too_large })),
      (error) => error.name === 'PayloadTooLargeException' && error.$metadata.httpStatusCode === 413);
  });

  test('403 for a wrong secret', async (t) => {
    const { id } = await context.open(t);
    await assert.rejects(
      sdk(t, wrong_secret).send(new GetConnectionCommand({ ConnectionId: id })),
      (error) => error.name === 'InvalidSignatureException' && error.$metadata.httpStatusCode === 403);
  });

  test('403 for an unknown stage', async (t) => {
    const { id } = await context.open(t);
    await assert.rejects(
      sdk(t, credential, context.gateway.endpoint('nope')).send(new GetConnectionCommand({ ConnectionId: id })),
      (error) => error.name === 'ForbiddenException');
  });

  test('a session token', async (t) => {
    const { client, id } = await context.open(t);
    await sdk(t, temporary).send(new PostToConnectionCommand({ ConnectionId: id, Data: 'with token' }));
    assert.equal(await client.next(), 'with token');
  });

  test('a hundred posts over kept-alive connections', async (t) => {
    const { client, id } = await context.open(t);
    const api = sdk(t);
    const texts = Array.from({ length: 100 }, (_, n) => `post ${n}`);
    await Promise.all(texts.map(
      (Data) => api.send(new PostToConnectionCommand({ ConnectionId: id, Data }))));
    const arrived = [];
    while (arrived.length < texts.length) arrived.push(await client.next());
    assert.deepEqual(arrived.sort(), texts.sort());
  });
});

suite_of('AWS SDK for JavaScript v2', (context) => {
  const sdk = (who = credential) => new AWS.ApiGatewayManagementApi({
    region, endpoint: context.endpoint, credentials: new AWS.Credentials(who),
  });

  test('post, get, delete, and then it is gone', async (t) => {
    const { client, id } = await context.open(t);
    await sdk().postToConnection({ ConnectionId: id, Data: 'hello from v2' }).promise();
    assert.equal(await client.next(), 'hello from v2');
    const get = await sdk().getConnection({ ConnectionId: id }).promise();
    assert.ok(get.ConnectedAt instanceof Date);
    assert.deepEqual(get.Identity, { SourceIp: '127.0.0.1', UserAgent: 'ua/1' });
    await sdk().deleteConnection({ ConnectionId: id }).promise();
    assert.equal((await client.ending()).code, 1000);
    await assert.rejects(
      sdk().postToConnection({ ConnectionId: id, Data: 'x' }).promise(),
      (error) => error.code === 'GoneException' && error.statusCode === 410 && error.message === '410');
  });

  test('413 for too much data', async (t) => {
    const { id } = await context.open(t);
    await assert.rejects(
      sdk().postToConnection({ ConnectionId: id, Data: too_large }).promise(),
      (error) => error.code === 'PayloadTooLargeException' && error.statusCode === 413);
  });

  test('403 for a wrong secret', async (t) => {
    const { id } = await context.open(t);
    await assert.rejects(
      sdk(wrong_secret).getConnection({ ConnectionId: id }).promise(),
      (error) => error.code === 'InvalidSignatureException' && error.statusCode === 403);
  });

  test('a session token', async (t) => {
    const { client, id } = await context.open(t);
    await sdk(temporary).postToConnection({ ConnectionId: id, Data: 'with token' }).promise();
    assert.equal(await client.next(), 'with token');
  });
});
