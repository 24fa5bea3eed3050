// A WebSocket client that awaits: the `ws` package with its events turned into promises.

import WebSocket from 'ws';
import { Inbox, within } from './waiting.mjs';

/** An open connection. `frames` are the text messages that arrive, in order. */
export class Client {
  #inbox = new Inbox();
  #binary = false;

  constructor(socket) {
    this.socket = socket;
    socket.on('message', (data, is_binary) => {
      this.#binary ||= is_binary;
      this.#inbox.put(data.toString());
    });
    socket.on('pong', (data) => this.pongs.put(data.toString()));
    socket.on('error', () => {});  // 'close' follows and is what tests look at.
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#inbox.end(`the connection closed with ${code} ${reason}`);
      });
    });
  }

  pongs = new Inbox();

  send(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Text of the next message. */
  next(milliseconds) { return this.#inbox.next('a message', milliseconds); }

  /** The next message, parsed. */
  async next_json(milliseconds) { return JSON.parse(await this.next(milliseconds)); }

  /** Sends and returns the answer. */
  ask(message) {
    this.send(message);
    return this.next();
  }

  async ask_json(message) { return JSON.parse(await this.ask(message)); }

  /** Messages that arrived and nobody has asked for. */
  get unread() { return this.#inbox.waiting; }
  get saw_binary() { return this.#binary; }

  /** How the connection ended: `{ code, reason }`. */
  ending(milliseconds) { return within(this.closed, 'the close', milliseconds); }

  async close(code, reason) {
    this.socket.close(code, reason);
    return this.ending();
  }
}

/** Connects; a refusal is an error with `status`, `headers` and `body`. */
export function connect(url, protocols = [], options = {}) {
  const socket = new WebSocket(url, protocols, options);
  const client = new Client(socket);
  const opened = new Promise((resolve, reject) => {
    socket.on('upgrade', (response) => (client.response = response));
    socket.on('open', () => resolve(client));
    socket.on('unexpected-response', (_, response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text)).on('end', () => {
        const refusal = new Error(`refused with ${response.statusCode}`);
        reject(Object.assign(refusal, { status: response.statusCode, headers: response.headers, body }));
      });
    });
    socket.on('error', reject);
  });
  return within(opened, `the handshake with ${url}`);
}

/** How `connect` was refused: `{ status, headers, body }`; being accepted is an error. */
export async function refusal(url, protocols, options) {
  let client;
  try {
    client = await connect(url, protocols, options);
  } catch (error) {
    if (error.status) return error;
    throw error;
  }
  await client.close();
  throw new Error(`${url} was accepted`);
}
