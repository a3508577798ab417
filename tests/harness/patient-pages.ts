import type { FastifyInstance } from 'fastify';
import { makePatientLink } from '../../src/contact/link-actions.ts';
import type { LinkPurpose } from '../../src/contact/links.ts';
import type { MessageId, PatientId, VisitId } from '../../src/kit/ids.ts';
import type { Practice } from '../../src/practice/model.ts';
import type { TestApp } from './app.ts';

/** A link as a message would carry it: its path. */
export function aPageLink(
  app: Pick<TestApp, 'database' | 'clock'>,
  practice: Practice,
  link: {
    readonly purpose: LinkPurpose;
    readonly patientId: PatientId;
    readonly visitId?: VisitId;
    readonly messageId?: MessageId;
    readonly contactHash?: Buffer;
  },
): Promise<string> {
  return app.database.inPractice(practice.id, (db) => makePatientLink(db, practice, link, app.clock.now()));
}

export interface ShownPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly html: string;
  readonly bytes: number;
}

interface Browsing {
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
}

let address = 0;

async function ask(
  server: FastifyInstance,
  method: 'GET' | 'POST' | 'HEAD',
  url: string,
  payload: string | undefined,
  { headers = {}, from }: Browsing,
): Promise<ShownPage> {
  // An address of its own for each call: no limit is hit unless a test means it.
  address += 1;
  const remoteAddress = from ?? `10.9.${(address >> 8) & 255}.${address & 255}`;
  const reply = await server.inject({
    method,
    url,
    remoteAddress,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: reply.statusCode,
    headers: reply.headers,
    html: reply.payload,
    bytes: Buffer.byteLength(reply.payload),
  };
}

/** A look, as of a phone without JavaScript or cookies. */
export function look(server: FastifyInstance, url: string, how: Browsing = {}): Promise<ShownPage> {
  return ask(server, 'GET', url, undefined, how);
}

export function glance(server: FastifyInstance, url: string): Promise<ShownPage> {
  return ask(server, 'HEAD', url, undefined, {});
}

/** A form that is sent. */
export function sendForm(
  server: FastifyInstance,
  url: string,
  fields: readonly (readonly [string, string])[],
  how: Browsing = {},
): Promise<ShownPage> {
  const payload = new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return ask(server, 'POST', url, payload, how);
}
