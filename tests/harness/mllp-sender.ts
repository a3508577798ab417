import { connect, type Socket } from 'node:net';
import { createMllpFramer, frame } from '../../src/intake/hl7/mllp-framer.ts';

/** A system that sends over one connection. */
export interface Sender {
  readonly socket: Socket;
  /** Sends these bytes as they are. */
  write(bytes: Buffer | string): void;
  /** Sends a message and waits for its answer. */
  send(text: string | Buffer): Promise<string>;
  /** The next answer. @throws when the connection ends before */
  answer(): Promise<string>;
  close(): void;
}

export function openSender(port: number): Promise<Sender> {
  const socket = connect({ port, host: '127.0.0.1' });
  const framer = createMllpFramer(1_000_000);
  const answers: string[] = [];
  let wake: () => void = () => {};
  let ended = false;
  socket.on('data', (chunk) => {
    for (const one of framer.push(chunk)) if (one.kind === 'message') answers.push(one.bytes.toString());
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    ended = true;
    wake();
  });
  const answer = async (): Promise<string> => {
    for (;;) {
      const next = answers.shift();
      if (next !== undefined) return next;
      if (ended) throw new Error('the connection ended without an answer');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const sender: Sender = {
    socket,
    write: (bytes) => socket.write(bytes),
    send: (text) => {
      socket.write(typeof text === 'string' ? frame(text) : text);
      return answer();
    },
    answer,
    close: () => socket.destroy(),
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(sender));
    socket.once('error', reject);
  });
}

/** `AA M1` of an answer. */
export function codeOf(answer: string): string {
  const [, code = '', id = ''] = /\rMSA\|(\w+)\|([^|]*)/.exec(answer) ?? [];
  return `${code} ${id}`.trim();
}
