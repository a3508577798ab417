import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from './certificate.ts';

/** What a mail server does to one message. */
export type Temper =
  | 'accept'
  /** Hangs up before it would take the message. */
  | 'drop_before_data'
  /** Takes all of it and hangs up instead of answering. */
  | 'drop_after_data'
  /** Takes it, keeps it, and hangs up: the worst of all. */
  | 'keep_and_drop'
  /** Says nothing for longer than anybody waits. */
  | 'silent'
  | 'no_such_address'
  | 'mailbox_full'
  | 'later'
  | 'never';

export interface CaughtMail {
  readonly to: string;
  readonly raw: string;
  readonly messageId: string;
}

export interface MailServer {
  readonly url: string;
  /** Every message that it has accepted or kept. */
  readonly mails: readonly CaughtMail[];
  /** From now on. Given the address, so that one server may be of several tempers. */
  be(temper: Temper | ((to: string) => Temper)): void;
  close(): Promise<void>;
}

function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/**
 * A real mail server that behaves as servers do on bad days. `KEEPWELL_TEST_SMTP_URL` names another one to run the tests
 * against; what needs a temper is then left out.
 */
export async function aMailServer(
  delayMs = 0,
  encryption?: { readonly certificate: Certificate; readonly how: 'at_once' | 'starttls' },
): Promise<MailServer> {
  const mails: CaughtMail[] = [];
  const sockets = new Set<Socket>();
  let temperOf: (to: string) => Temper = () => 'accept';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: encryption === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...(encryption === undefined ? {} : encryption.certificate),
    secure: encryption?.how === 'at_once',
    logger: false,
    maxClients: 500,
    closeTimeout: 200,
    // A name is asked of nobody.
    disableReverseLookup: true,
    onRcptTo: ({ address }, session, callback) => {
      const temper = temperOf(address);
      if (temper === 'no_such_address') return callback(reply(550, '5.1.1 no such user'));
      if (temper === 'drop_before_data') {
        hangUp(session.remotePort);
        return undefined;
      }
      return callback();
    },
    onData: (stream, session, callback) => {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const temper = temperOf(to);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const keep = (): void => {
          const raw = Buffer.concat(chunks).toString('utf8');
          mails.push({ to, raw, messageId: /^message-id: (.+)$/im.exec(raw)?.[1]?.trim() ?? '' });
        };
        if (temper === 'silent') return;
        if (temper === 'drop_after_data') return hangUp(session.remotePort);
        if (temper === 'later') return callback(reply(451, '4.3.0 try again later'));
        if (temper === 'mailbox_full') return callback(reply(552, '5.2.2 mailbox full'));
        if (temper === 'never') return callback(reply(554, '5.7.1 <script>not</script> here'));
        keep();
        if (temper === 'keep_and_drop') return hangUp(session.remotePort);
        if (delayMs === 0) return callback();
        setTimeout(callback, delayMs);
      });
    },
  });
  const hangUp = (port: number): void => {
    for (const socket of sockets) if (socket.remotePort === port) socket.destroy();
  };
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `${encryption?.how === 'at_once' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mails,
    be: (temper) => {
      temperOf = typeof temper === 'function' ? temper : () => temper;
    },
    close: async () => {
      // Node itself ends when the line beneath a broken handshake is torn away: such a server closes by itself.
      if (encryption === undefined) for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
