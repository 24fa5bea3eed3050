// The `postern` command: verbs, options, environment, exit codes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { credential, definition, two_way } from './support/definitions.mjs';
import { clean_environment, Gateway, lifetime, postern, scratch, start } from './support/gateway.mjs';
import { connect } from './support/websocket.mjs';
import { Inbox, within } from './support/waiting.mjs';

const good = definition({ routes: { echo: two_way('echo'), $default: two_way('echo') } });

/** Writes `content` as `name` into a new folder and returns its path. */
function file(t, content, name = 'postern.json') {
  const path = join(scratch(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}

test('version names itself and what it is made of', async () => {
  const { code, stdout } = await postern(['version']);
  assert.equal(code, 0);
  for (const part of [/^postern \d+\.\d+\.\d+$/m, /^Boost 1\.81/m, /^OpenSSL 3\./m, /^parity /m]) {
    assert.match(stdout, part);
  }
});

describe('usage', () => {
  test('--help succeeds and names every verb', async () => {
    const { code, stdout } = await postern(['--help']);
    assert.equal(code, 0);
    for (const verb of ['run', 'check', 'adapt', 'explain', 'connect', 'post', 'get', 'close', 'version']) {
      assert.match(stdout, new RegExp(`\\b${verb}\\b`));
    }
  });

  for (const args of [
    [], ['frobnicate'], ['run', '--no-such-option'], ['run', '--listen', 'nonsense'],
    ['run', '--listen', '127.0.0.1:99999'], ['run', '--threads', '-1'], ['run', '--parity', 'lax'],
    ['run', '--callback-auth', 'SOME'], ['run', '--log-level', 'loud'], ['explain'], ['post'],
  ]) {
    test(`exit 2: postern ${args.join(' ')}`, async () => {
      const { code, stderr, stdout } = await postern(args);
      assert.equal(code, 2, `${stdout}${stderr}`);
      assert.notEqual(stderr, '');
    });
  }
});

describe('run', () => {
  test('a missing file is exit 2 and names it', async () => {
    const { code, stderr } = await postern(['run', '/no/such/postern.json']);
    assert.equal(code, 2);
    assert.match(stderr, /\/no\/such\/postern\.json/);
  });

  test('every problem of a bad definition is reported, with its JSON pointer', async (t) => {
    const path = file(t, {
      functions: { echo: { plugin: 'libecho.so', colour: 'red' } },
      apis: {
        a: {
          routeSelectionExpression: '$request.body.action',
          integrations: { echo: { integrationType: 'AWS_PROXY', integrationUri: 'ghost' } },
          routes: { $default: { target: 'integrations/nowhere' } },
          stages: { dev: {} },
        },
      },
    });
    for (const verb of ['run', 'check', 'adapt']) {
      const { code, stderr } = await postern([verb, path]);
      assert.equal(code, 2, `${verb}: ${stderr}`);
      for (const pointer of [
        '/functions/echo/colour', '/apis/a/integrations/echo/integrationUri', '/apis/a/routes/$default/target',
      ]) {
        assert.ok(stderr.includes(pointer), `${verb} does not report ${pointer}: ${stderr}`);
      }
    }
  });

  test('broken JSON is exit 2 with file and line', async (t) => {
    const path = file(t, '{\n  "functions": {},\n  "apis": {,}\n}\n');
    const { code, stderr } = await postern(['run', path]);
    assert.equal(code, 2);
    assert.match(stderr, /postern\.json:3/);
  });

  for (const [what, plugin] of [['missing plugin', 'libmissing.so'], ['file that is no plugin', 'postern.json']]) {
    test(`a ${what} is a start-up error with the reason`, async (t) => {
      const path = file(t, { ...good, functions: { ...good.functions, echo: { plugin } } });
      const { code, stdout, stderr } = await postern(['run', path, '--listen', '127.0.0.1:0', '--admin', 'off']);
      assert.notEqual(code, 0);
      assert.equal(stdout, '');
      assert.ok(stderr.includes(plugin), stderr);
    });
  }

  test('a port in use is exit 1', async (t) => {
    const gateway = await start(t);
    const { code, stderr } = await postern(
      ['run', '--listen', `127.0.0.1:${gateway.port}`, '--admin', 'off'], { cwd: gateway.folder });
    assert.equal(code, 1, stderr);
    assert.match(stderr, new RegExp(`${gateway.port}`));
  });

  test('postern.json of the current folder is served', async (t) => {
    const path = file(t, good);
    const gateway = new Gateway(['--listen', '127.0.0.1:0', '--admin', 'off'], { cwd: dirname(path) });
    t.after(() => gateway.stop());
    await gateway.ready();
    const client = await connect(gateway.websocket_url('abcdef1234/dev'));
    await client.close();
  });

  test('--admin off opens no admin listener', async (t) => {
    const gateway = await start(t, { args: ['--admin', 'off'] });
    assert.equal(gateway.admin_port, undefined);
  });

  test('a flag wins over the environment, the environment over the file', async (t) => {
    const served = { ...good, server: { listen: '127.0.0.1:1', admin: 'off', region: 'eu-west-1' } };
    const path = file(t, served);
    const from_environment = new Gateway([path], { env: { POSTERN_LISTEN: '127.0.0.1:0' } });
    t.after(() => from_environment.stop());
    await from_environment.ready();
    assert.notEqual(from_environment.port, 1);
    const from_flag = new Gateway([path, '--listen', '127.0.0.1:0'], { env: { POSTERN_LISTEN: '127.0.0.1:1' } });
    t.after(() => from_flag.stop());
    await from_flag.ready();
    assert.notEqual(from_flag.port, 1);
  });

  test('--stage serves only that stage', async (t) => {
    const two = structuredClone(good);
    two.apis.abcdef1234.stages = { dev: {}, prod: {} };
    const gateway = await start(t, { definition: two, args: ['--stage', 'prod'] });
    const client = await connect(gateway.websocket_url('prod'));
    await client.close();
    await assert.rejects(connect(gateway.websocket_url('dev')), { status: 403 });
  });
});

describe('safe defaults', () => {
  const public_listener = ['run', '--listen', '0.0.0.0:0', '--admin', 'off'];

  test('a public listener without credentials refuses to start', async (t) => {
    const { code, stdout, stderr } = await postern(public_listener, { cwd: scratch() });
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /--callback-auth/);
  });

  test('a public admin listener without credentials refuses to start', async (t) => {
    const { code } = await postern(
      ['run', '--listen', '127.0.0.1:0', '--admin', '0.0.0.0:0'], { cwd: scratch() });
    assert.equal(code, 2);
  });

  for (const [what, args] of [
    ['--callback-auth NONE', ['--callback-auth', 'NONE']],
    ['credentials', ['--access-key-id', 'AKIDEXAMPLE', '--secret-access-key', 'secretexample']],
  ]) {
    test(`with ${what} it starts`, async (t) => {
      const gateway = new Gateway([...public_listener.slice(1), ...args], { cwd: scratch() });
      t.after(() => gateway.stop());
      await gateway.ready();
    });
  }

  test('credentials may come from the environment', async (t) => {
    const gateway = new Gateway(public_listener.slice(1), {
      cwd: scratch(), env: { POSTERN_ACCESS_KEY_ID: 'AKIDEXAMPLE', POSTERN_SECRET_ACCESS_KEY: 'secretexample' },
    });
    t.after(() => gateway.stop());
    await gateway.ready();
    const response = await fetch(`http://127.0.0.1:${gateway.port}/dev/@connections/AAAAAAAAAAAAAAA%3D`);
    assert.equal(response.status, 403);
    assert.equal(response.headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
  });
});

describe('check, adapt, explain', () => {
  test('check accepts what run serves and starts nothing', async (t) => {
    const { code, stdout, stderr } = await postern(['check', file(t, good)]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /abcdef1234/);
    assert.doesNotMatch(stdout, /^ready/m);
  });

  test('adapt prints native JSON that adapts to itself', async (t) => {
    const first = await postern(['adapt', file(t, good)]);
    assert.equal(first.code, 0, first.stderr);
    const adapted = JSON.parse(first.stdout);
    assert.deepEqual(Object.keys(adapted.apis), ['abcdef1234']);
    const second = await postern(['adapt', file(t, first.stdout)]);
    assert.equal(second.stdout, first.stdout);
  });

  for (const [message, route] of [
    ['{"action":"echo"}', 'echo'], ['{"action":"nope"}', '$default'], ['not json', '$default'],
  ]) {
    test(`explain: ${message} takes ${route}`, async (t) => {
      const { code, stdout, stderr } = await postern(['explain', file(t, good), '--message', message]);
      assert.equal(code, 0, stderr);
      assert.ok(stdout.includes(route), stdout);
      assert.ok(stdout.includes('$request.body.action'), stdout);
    });
  }
});

describe('the client verbs', () => {
  const suite = lifetime();
  let gateway;
  const env = { AWS_ACCESS_KEY_ID: credential.accessKeyId, AWS_SECRET_ACCESS_KEY: credential.secretAccessKey };
  before(async () => {
    gateway = await start(suite, {
      definition: definition({ routes: { echo: two_way('echo') }, server: { credentials: [credential] } }),
    });
  });

  test('post, get and close', async () => {
    const client = await connect(gateway.websocket_url(), [], { headers: { 'User-Agent': 'ua/1' } });
    const { connectionId } = await client.ask_json('no route');
    const call = (...args) => postern([...args, '--endpoint', gateway.endpoint()], { env });
    const post = await call('post', connectionId, 'from the command');
    assert.equal(post.code, 0, post.stderr);
    assert.equal(await client.next(), 'from the command');
    const get = await call('get', connectionId);
    assert.equal(get.code, 0, get.stderr);
    assert.equal(JSON.parse(get.stdout).identity.userAgent, 'ua/1');
    const close = await call('close', connectionId);
    assert.equal(close.code, 0, close.stderr);
    assert.equal((await client.ending()).code, 1000);
    const gone = await call('post', connectionId, 'x');
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /410|Gone/);
  });

  test('connect sends lines and prints what arrives', async (t) => {
    const child = spawn(process.env.POSTERN_BINARY, ['connect', gateway.websocket_url()], { env: clean_environment() });
    t.after(() => child.kill('SIGKILL'));
    const lines = new Inbox();
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop();
      for (const part of parts) lines.put(part);
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdin.write('{"action":"echo","n":1}\n{"action":"echo","n":2}\n');
    const printed = [await lines.next('a line'), await lines.next('a line')];
    for (const n of [1, 2]) {
      assert.ok(printed.some((line) => line.includes(`{"action":"echo","n":${n}}`)), printed.join('\n'));
    }
    child.stdin.end();
    assert.equal(await within(ended, 'connect to end'), 0);
  });

  test('connect to nobody is exit 1', async () => {
    const { code, stderr } = await postern(['connect', 'ws://127.0.0.1:1/dev']);
    assert.equal(code, 1);
    assert.notEqual(stderr, '');
  });
});

test('wscat connects, sends and is answered', async (t) => {
  const gateway = await start(t);
  const wscat = createRequire(import.meta.url).resolve('wscat/bin/wscat');
  const child = spawn(process.execPath, [wscat, '-c', gateway.websocket_url(), '-x', 'hi', '-w', '1'], {
    env: clean_environment(),
  });
  t.after(() => child.kill('SIGKILL'));
  const code = await within(new Promise((resolve) => child.on('close', resolve)), 'wscat to end');
  assert.equal(code, 0);
  const metrics = await (await fetch(`${gateway.admin}/metrics`)).text();
  // wscat prints nothing into a pipe, so the gateway's own counters are the witness.
  assert.match(metrics, /^postern_messages_total\{[^}]*route="\$default"[^}]*\} 1$/m);
});
