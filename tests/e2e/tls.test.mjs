// TLS with PEM files: beside plain text on one port, alone, and replaced on SIGHUP.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { definition, two_way } from './support/definitions.mjs';
import { postern, reload, scratch, start } from './support/gateway.mjs';
import { raw } from './support/raw.mjs';
import { connect } from './support/websocket.mjs';
import { eventually } from './support/waiting.mjs';

/** Writes a self-signed certificate for `name` and its key into `folder`. */
function certify(folder, name) {
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', `/CN=${name}`, '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'),
  ], { stdio: 'ignore' });
}

async function secured(t, settings = {}) {
  const folder = scratch();
  certify(folder, 'first.example');
  const served = definition({
    routes: { $default: two_way('echo') },
    server: { tls: { certificate: 'cert.pem', privateKey: 'key.pem', ...settings } },
  });
  const gateway = await start(t, { folder, definition: served });
  return { gateway, folder, served };
}

const insecure = { rejectUnauthorized: false };

async function name_of(gateway) {
  const socket = await raw(gateway.port, { secure: true });
  const { CN } = socket.socket.getPeerCertificate().subject;
  socket.destroy();
  return CN;
}

describe('TLS', () => {
  test('the same port speaks TLS and plain text', async (t) => {
    const { gateway } = await secured(t);
    assert.match(gateway.ready_line, /public=https?:/);
    for (const scheme of ['ws', 'wss']) {
      const client = await connect(`${scheme}://127.0.0.1:${gateway.port}/dev`, [], insecure);
      const message = `over ${scheme} ${'x'.repeat(50_000)}`;
      assert.equal(await client.ask(message), message);
      await client.close();
    }
  });

  test('the callback API works over TLS', async (t) => {
    const { gateway } = await secured(t);
    const status = await new Promise((resolve, reject) => {
      https.get(`https://127.0.0.1:${gateway.port}/ping`, insecure, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    assert.equal(status, 200);
  });

  test('tls.only refuses plain text', async (t) => {
    const { gateway } = await secured(t, { only: true });
    const client = await connect(`wss://127.0.0.1:${gateway.port}/dev`, [], insecure);
    assert.equal(await client.ask('hi'), 'hi');
    await client.close();
    await assert.rejects(connect(`ws://127.0.0.1:${gateway.port}/dev`));
  });

  test('only TLS 1.2 and 1.3', async (t) => {
    const { gateway } = await secured(t);
    for (const version of ['TLSv1.2', 'TLSv1.3']) {
      const client = await connect(
        `wss://127.0.0.1:${gateway.port}/dev`, [], { ...insecure, minVersion: version, maxVersion: version });
      await client.close();
    }
    await assert.rejects(connect(`wss://127.0.0.1:${gateway.port}/dev`, [], {
      ...insecure, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0',
    }));
  });

  test('SIGHUP takes a new certificate; open connections stay', async (t) => {
    const { gateway, folder, served } = await secured(t);
    const client = await connect(`wss://127.0.0.1:${gateway.port}/dev`, [], insecure);
    assert.equal(await name_of(gateway), 'first.example');
    certify(folder, 'second.example');
    await reload(gateway, served);
    await eventually(async () => await name_of(gateway) === 'second.example', 'the new certificate');
    assert.equal(await client.ask('still open'), 'still open');
    await client.close();
  });

  test('a bad certificate on SIGHUP leaves the old one', async (t) => {
    const { gateway, folder, served } = await secured(t);
    writeFileSync(join(folder, 'cert.pem'), 'nonsense');
    await reload(gateway, served);
    assert.equal(await name_of(gateway), 'first.example');
  });

  test('a missing certificate is a start-up error that names it', async (t) => {
    const folder = scratch();
    const file = join(folder, 'postern.json');
    writeFileSync(file, JSON.stringify(definition({
      routes: { $default: two_way('echo') },
      server: { tls: { certificate: 'absent.pem', privateKey: 'absent-key.pem' } },
    })));
    const { code, stderr } = await postern(['run', file, '--listen', '127.0.0.1:0', '--admin', 'off']);
    assert.notEqual(code, 0);
    assert.match(stderr, /absent\.pem/);
  });

  test('clients that leave during the TLS handshake do no harm', async (t) => {
    const { gateway } = await secured(t);
    for (let n = 0; n < 50; ++n) {
      const socket = await raw(gateway.port);
      socket.write(Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff].slice(0, 1 + n % 5)));
      socket.reset();
    }
    const client = await connect(`wss://127.0.0.1:${gateway.port}/dev`, [], insecure);
    assert.equal(await client.ask('hi'), 'hi');
    await client.close();
  });
});
