// Starts the real binary and stops it again, failing the test when it ends badly.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { Inbox, patient, within } from './waiting.mjs';

const binary = process.env.POSTERN_BINARY;
assert.ok(binary, 'POSTERN_BINARY names the binary under test; ctest sets it');

const sanitizer_report = /(?:ERROR|WARNING): (?:Address|Thread|Leak|Memory)Sanitizer|runtime error:/;

/** Environment for `postern` and the AWS clients: nothing of the caller's set-up leaks in. */
export function clean_environment(extra = {}) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|POSTERN_|NODE_TEST)/.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
    ...extra,
  };
}

const folders = [];
// Not with the test: its hooks run in the order they were made, and a gateway still writes here until its own ran.
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A temporary folder that goes away with the suite's process. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-e2e-'));
  folders.push(folder);
  return folder;
}

/** Called in a `describe`: what lives as long as the suite, ended in reverse order. */
export function lifetime() {
  const ends = [];
  after(async () => {
    for (const end of ends.reverse()) await end();
  });
  return { after: (end) => ends.push(end) };
}

/** Runs `postern` with `args` to its end: `{ code, stdout, stderr }`. */
export function postern(args, { input = '', env = {}, cwd } = {}) {
  return command(binary, args, { input, env, cwd });
}

/** Runs any program to its end: `{ code, stdout, stderr }`. */
export function command(program, args, { input = '', env = {}, cwd } = {}) {
  const child = spawn(program, args, { cwd, env: clean_environment(env) });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
  child.stdin.on('error', () => {});  // It may end without reading.
  child.stdin.end(input);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal, ...output }));
  });
  return within(ended, `${program} ${args.join(' ')}`, 30_000).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
}

/** A started gateway. */
export class Gateway {
  #child;
  #stdout = '';
  #stderr = '';
  #log_watchers = new Set();
  #exit;
  #lines = new Inbox();

  /** `descriptors`: the most files it may have open. */
  constructor(args, { env = {}, cwd, descriptors } = {}) {
    const limited = ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, binary, 'run', ...args];
    const [program, all] = descriptors ? ['bash', limited] : [binary, ['run', ...args]];
    this.#child = spawn(program, all, { cwd, env: clean_environment(env) });
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text) => {
      this.#stdout += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) this.#lines.put(line);
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text;
      for (const watcher of this.#log_watchers) watcher();
    });
    this.#exit = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        this.#lines.end(`the gateway ended with ${code ?? signal}:\n${this.#stderr}`);
        resolve(code ?? signal);
      });
    });
  }

  /** Reads the ready line; fills `url`, `port`, `admin`, `admin_port`. */
  async ready() {
    const line = await this.#lines.next('the ready line', 30_000);
    const match = /^ready public=(\S+)(?: admin=(\S+))?$/.exec(line);
    assert.ok(match, `not a ready line: ${line}`);
    this.ready_line = line;
    this.url = match[1];
    this.port = Number(new URL(this.url).port);
    this.admin = match[2];
    this.admin_port = this.admin?.startsWith('http') ? Number(new URL(this.admin).port) : undefined;
  }

  get pid() { return this.#child.pid; }
  get stdout() { return this.#stdout; }
  get log() { return this.#stderr; }
  get has_exited() { return this.#child.exitCode !== null || this.#child.signalCode !== null; }

  /** `ws://…/{stage}` of the public port. */
  websocket_url(stage = 'dev', query = '') { return `ws://127.0.0.1:${this.port}/${stage}${query}`; }

  /** `http://…/{stage}`: what AWS clients take as endpoint. */
  endpoint(stage = 'dev') { return `http://127.0.0.1:${this.port}/${stage}`; }

  signal(name) { this.#child.kill(name); }

  /** Resolves once stderr matches `pattern`, counted from offset `from`. */
  logged(pattern, from = 0, milliseconds = 10_000) {
    const found = new Promise((resolve) => {
      const look = () => {
        const match = pattern.exec(this.#stderr.slice(from));
        if (!match) return;
        this.#log_watchers.delete(look);
        resolve(match);
      };
      this.#log_watchers.add(look);
      look();
    });
    return within(found, `the log line ${pattern}; the log says:\n${this.#stderr}`, milliseconds);
  }

  /** Exit code, or the name of the signal that ended it. */
  async exited(milliseconds = 20_000) {
    const status = await within(this.#exit, 'the gateway to end', milliseconds);
    assert.doesNotMatch(this.#stderr, sanitizer_report);
    return status;
  }

  /** Ends it with SIGTERM; a status other than 0 or a sanitizer report fails the test. */
  async stop() {
    if (!this.has_exited) this.#child.kill('SIGTERM');
    try {
      assert.equal(await this.exited(), 0, `exit status; the log says:\n${this.#stderr}`);
    } finally {
      if (!this.has_exited) this.#child.kill('SIGKILL');
    }
  }
}

const on_free_ports = { '--listen': '127.0.0.1:0', '--admin': '127.0.0.1:0', '--threads': '2' };

/**
 * Starts a gateway for the test or suite `t` and stops it when `t` ends.
 *
 * `definition` is written to a file of its own folder and served; without it the demo is served,
 * from an empty folder. `args` are added to those that choose free ports. `stop: false` leaves
 * ending it to the test.
 */
export async function start(
  t, { definition, folder = scratch(), args = [], env, descriptors, stop = true } = {},
) {
  const file = join(folder, 'postern.json');
  if (definition) writeFileSync(file, JSON.stringify(definition, null, 2));
  const defaults = Object.entries(on_free_ports).filter(([name]) => !args.includes(name)).flat();
  const gateway = new Gateway([...defaults, ...args], { env, cwd: folder, descriptors });
  gateway.folder = folder;
  gateway.file = file;
  if (stop) t.after(() => gateway.stop());
  else t.after(() => { if (!gateway.has_exited) gateway.signal('SIGKILL'); });
  await gateway.ready();
  return gateway;
}

/** Puts `definition` in place of the served one and waits until `gateway` has taken it. */
export async function reload(gateway, definition) {
  const before = gateway.log.length;
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  writeFileSync(gateway.file, text);
  gateway.signal('SIGHUP');
  return gateway.logged(/reload/i, before);
}

export { patient };
