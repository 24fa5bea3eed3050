// Bytes on a socket: HTTP and WebSocket as they are on the wire, for what libraries hide.

import { randomBytes } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import { within } from './waiting.mjs';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/** One WebSocket frame; client frames are masked unless told otherwise. */
export function frame(opcode, payload = '', { fin = true, mask = true, rsv = 0, length } = {}) {
  const data = Buffer.from(payload);
  const size = length ?? data.length;
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
  const masked = mask ? 0x80 : 0;
  if (size < 126) head.push(masked | size);
  else if (size < 65_536) head.push(masked | 126, size >> 8, size & 0xff);
  else head.push(masked | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (size >>> shift) & 0xff));
  if (!mask) return Buffer.concat([Buffer.from(head), data]);
  const key = randomBytes(4);
  const hidden = Buffer.from(data.map((byte, at) => byte ^ key[at % 4]));
  return Buffer.concat([Buffer.from(head), key, hidden]);
}

export const text_frame = (payload, options) => frame(opcodes.text, payload, options);

/** Payload of a Close frame. */
export function close_payload(code, reason = '') {
  return Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
}

/** Head of an upgrade request. */
export function upgrade_request(target, headers = {}) {
  const all = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'cSPm5HYtYSZU3BoudrY91w==',
    ...headers,
  };
  const lines = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** A TCP (or TLS) connection that is read byte by byte. */
export class RawSocket {
  #buffer = Buffer.alloc(0);
  #arrived = () => {};
  #ended = false;

  constructor(socket) {
    this.socket = socket;
    socket.on('data', (data) => {
      this.#buffer = Buffer.concat([this.#buffer, data]);
      this.#arrived();
    });
    for (const event of ['end', 'close', 'error']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#arrived();
      });
    }
  }

  write(...parts) { for (const part of parts) this.socket.write(part); }

  /** Cuts the connection with a reset, as a crashed client does. */
  reset() { this.socket.resetAndDestroy(); }
  destroy() { this.socket.destroy(); }

  /** Waits until `take(buffer)` returns `[value, bytes used]`. */
  async #read(take, what, milliseconds) {
    const attempt = async () => {
      for (;;) {
        const taken = take(this.#buffer);
        if (taken) {
          this.#buffer = this.#buffer.subarray(taken[1]);
          return taken[0];
        }
        if (this.#ended) {
          throw new Error(`the connection ended before ${what}; left: ${this.#buffer.toString('latin1')}`);
        }
        await new Promise((resolve) => (this.#arrived = resolve));
      }
    };
    return within(attempt(), what, milliseconds);
  }

  /** The next HTTP response: `{ status, reason, head, headers, body }`; `headers` has lower-case names. */
  async response({ method = 'GET', milliseconds } = {}) {
    const head = await this.#read((buffer) => {
      const end = buffer.indexOf('\r\n\r\n');
      return end < 0 ? undefined : [buffer.subarray(0, end).toString('latin1'), end + 4];
    }, 'a response', milliseconds);
    const [status_line, ...lines] = head.split('\r\n');
    const [, status, reason] = /^HTTP\/1\.1 (\d{3}) ?(.*)$/.exec(status_line);
    const headers = {};
    for (const line of lines) {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line);
      headers[name.toLowerCase()] = value;
    }
    const size = method === 'HEAD' ? 0 : Number(headers['content-length'] ?? 0);
    const body = await this.#read(
      (buffer) => (buffer.length < size ? undefined : [buffer.subarray(0, size).toString(), size]),
      'a response body', milliseconds);
    return { status: Number(status), reason, head, headers, body };
  }

  /** The next WebSocket frame: `{ fin, rsv, opcode, payload }`. */
  frame(milliseconds) {
    return this.#read((buffer) => {
      if (buffer.length < 2) return undefined;
      let at = 2;
      let size = buffer[1] & 0x7f;
      if (size === 126) {
        if (buffer.length < 4) return undefined;
        size = buffer.readUInt16BE(2);
        at = 4;
      } else if (size === 127) {
        if (buffer.length < 10) return undefined;
        size = Number(buffer.readBigUInt64BE(2));
        at = 10;
      }
      if (buffer.length < at + size) return undefined;
      const [first] = buffer;
      return [{
        fin: (first & 0x80) !== 0,
        rsv: (first >> 4) & 7,
        opcode: first & 0x0f,
        masked: (buffer[1] & 0x80) !== 0,
        payload: Buffer.from(buffer.subarray(at, at + size)),
      }, at + size];
    }, 'a frame', milliseconds);
  }

  /** Text of the next message, its fragments joined. */
  async message(milliseconds) {
    const parts = [];
    for (;;) {
      const next = await this.frame(milliseconds);
      parts.push(next.payload);
      if (next.fin) return Buffer.concat(parts).toString();
    }
  }

  /** The Close frame that comes next: `{ code, reason }`; `code` is absent without payload. */
  async close_frame(milliseconds) {
    const last = await this.frame(milliseconds);
    if (last.opcode !== opcodes.close) {
      throw new Error(`expected Close, got opcode ${last.opcode}: ${last.payload}`);
    }
    if (last.payload.length < 2) return { reason: '' };
    return { code: last.payload.readUInt16BE(0), reason: last.payload.subarray(2).toString() };
  }

  /** Resolves when the peer has ended the connection; what is left unread is returned. */
  async ending(milliseconds = 10_000) {
    await this.#read(() => (this.#ended ? [true, 0] : undefined), 'the end of the connection', milliseconds);
    return this.#buffer.toString('latin1');
  }
}

/** Connects to `port` on loopback. */
export function raw(port, { secure = false } = {}) {
  const opened = new Promise((resolve, reject) => {
    const ready = () => {
      socket.off('error', reject);
      resolve(new RawSocket(socket));
    };
    const socket = secure
      ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, ready)
      : net.connect({ port, host: '127.0.0.1' }, ready);
    socket.on('error', reject);
    socket.setNoDelay(true);
  });
  return within(opened, `a connection to port ${port}`);
}

/** Connects and completes the WebSocket handshake; `response` holds the 101. */
export async function raw_websocket(port, target = '/dev', headers = {}) {
  const socket = await raw(port);
  socket.write(upgrade_request(target, headers));
  socket.handshake = await socket.response();
  if (socket.handshake.status !== 101) throw new Error(`refused: ${socket.handshake.head}`);
  return socket;
}

/** Sends one HTTP request as written and returns its response. */
export async function exchange(port, request, options) {
  const socket = await raw(port);
  try {
    socket.write(request);
    return await socket.response(options);
  } finally {
    socket.destroy();
  }
}
