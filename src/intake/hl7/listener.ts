import { createServer, type Server, type Socket } from 'node:net';
import { faultFields, type Log } from '../../platform/log.ts';
import { type Ack, acknowledgement, readHeader } from './acknowledge.ts';
import type { Hl7Message } from './er7.ts';
import { createMllpFramer, frame, type MllpFrame } from './mllp-framer.ts';
import { mostMessageBytes } from './split-messages.ts';

/** What a message came to, for the answer. */
export interface Answer {
  readonly ack: Ack;
  readonly message: Hl7Message | undefined;
}

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Stores the message and commits; what it throws is answered as not stored. */
  readonly receive: (bytes: Buffer) => Promise<Answer>;
  readonly now: () => Date;
  /** Of an answer. */
  readonly newId: () => string;
  readonly log: Log;
}

export interface Listener {
  readonly port: number;
  readonly connections: () => number;
  /** Takes no new connection, answers what has come, and ends. */
  stop(): Promise<void>;
}

// Each may hold one message; see mostMessageBytes.
const mostConnections = 32;
// A sender that does not read its answers may not fill our memory with them.
const patienceMs = 10_000;

// A sender that vanished without a farewell is found out, and its place becomes free. One that only ends its
// own side still gets its answers.
const lines = { keepAlive: true, keepAliveInitialDelay: 60_000, noDelay: true, allowHalfOpen: true };

/**
 * Listens for MLLP. Of one connection one message is in hand at a time, in the order in which they came; the
 * next bytes are read when it is answered, so a sender that is too fast waits in its own socket.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const open = new Map<Socket, () => Promise<void>>();
  const server = createServer(lines, (socket) => {
    open.set(socket, serve(socket, options));
    socket.once('close', () => open.delete(socket));
  });
  server.maxConnections = mostConnections;
  const port = await listen(server, options);
  server.on('error', (error) => options.log.error({ fault: faultFields(error) }, 'the listener has a fault'));
  return {
    port,
    connections: () => open.size,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...open.values()].map((end) => end()));
      await closed;
    },
  };
}

function listen(server: Server, { host, port }: ListenerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** @returns ends the connection when what is in hand has been answered */
function serve(socket: Socket, options: ListenerOptions): () => Promise<void> {
  const framer = createMllpFramer(mostMessageBytes);
  let work: Promise<void> = Promise.resolve();
  let ending = false;
  socket.on('error', (error) =>
    options.log.warn({ fault: faultFields(error) }, 'a connection of the listener was lost'),
  );
  socket.on('data', (chunk) => {
    const frames = framer.push(chunk);
    if (frames.length === 0) return;
    socket.pause();
    work = work
      .then(() => answerAll(frames))
      .catch((error: unknown) => {
        options.log.error({ fault: faultFields(error) }, 'an answer could not be given');
        socket.destroy();
      })
      .finally(() => {
        if (!ending) socket.resume();
      });
  });
  socket.on('end', () => {
    void work.finally(() => socket.end());
  });

  async function answerAll(frames: readonly MllpFrame[]): Promise<void> {
    for (const one of frames) {
      const { ack, message } = await answerTo(one, options);
      const text = acknowledgement(message, ack, options.now(), options.newId());
      await write(socket, frame(text));
    }
  }

  return async () => {
    ending = true;
    socket.pause();
    await work;
    await new Promise<void>((resolve) => {
      if (socket.destroyed) return resolve();
      socket.once('close', () => resolve());
      socket.end();
      setTimeout(() => socket.destroy(), 500).unref();
    });
  };
}

async function answerTo(one: MllpFrame, options: ListenerOptions): Promise<Answer> {
  switch (one.kind) {
    case 'too-large': {
      const words = `is larger than ${mostMessageBytes} bytes`;
      return { message: readHeader(one.head), ack: { code: 'AR', words, error: '102' } };
    }
    case 'cut-off': {
      const words = 'was cut off by the beginning of another message: send it again';
      return { message: readHeader(one.head), ack: { code: 'AR', words, error: '100' } };
    }
    case 'message':
  }
  try {
    const answer = await options.receive(one.bytes);
    return answer.message === undefined ? { ...answer, message: readHeader(one.bytes) } : answer;
  } catch (error) {
    options.log.error({ fault: faultFields(error) }, 'a message could not be stored');
    const words = 'could not be stored at this moment: send it again';
    return { message: readHeader(one.bytes), ack: { code: 'AR', words, error: '207' } };
  }
}

function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    // The sender has gone: it will send again, and be told again.
    if (socket.destroyed || !socket.writable) return resolve();
    if (socket.write(bytes)) return resolve();
    const timer = setTimeout(() => reject(new Error('the sender does not read its answers')), patienceMs);
    const settle = (): void => {
      clearTimeout(timer);
      socket.off('drain', settle);
      socket.off('close', settle);
      resolve();
    };
    socket.once('drain', settle);
    socket.once('close', settle);
  });
}
