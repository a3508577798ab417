import { access } from 'node:fs/promises';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import * as contract from '../../intake/contract.ts';
import { findImport, newestImports } from '../../intake/import-list-actions.ts';
import { showInbox } from '../../intake/inbox-actions.ts';
import { openUploadDesk, type UploadDesk } from '../../intake/uploads/desk.ts';
import type { UploadOwner } from '../../intake/uploads/store.ts';
import { newId } from '../../kit/ids.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import { done, type Outcome, refuse } from '../../kit/outcome.ts';
import { told } from '../../words/told.ts';
import type { HttpPorts } from '../ports.ts';
import { mostFiles, receiveFiles } from '../receive-files.ts';
import type { Context } from '../request-context.ts';
import { downloadRoute, receivingRoute, staffRoute } from '../route.ts';

// Somebody who tries again and again after mistakes sends perhaps ten.
const uploadLimit = { name: 'uploads.account', attempts: 60, windowMinutes: 60 };
const mostImports = 50;
const hour = 3_600_000;

/** The one address whose requests may take minutes to arrive. */
export const uploadAddress = `${contract.addUpload.method} ${contract.addUpload.path}`;

function ownerOf({ actor, accountId }: Context): UploadOwner {
  return { practice: actor.practice.id, account: accountId };
}

async function receivingRoutes(server: FastifyInstance, ports: HttpPorts, desk: UploadDesk): Promise<void> {
  // Within this server alone: elsewhere a multipart body is no body.
  await server.register(async (scoped) => {
    await scoped.register(multipart, { limits: { files: mostFiles }, throwFileSizeLimit: false });
    receivingRoute(
      scoped,
      ports,
      contract.addUpload,
      uploadLimit,
      async (request, sender) => {
        const may = await desk.mayBegin(sender);
        if (!may.ok) return may;
        const id = newId();
        const files = await receiveFiles(request, () => desk.folderOf(id), ports.config.uploadMegabytes);
        return files.ok ? done({ id, files: files.value }) : files;
      },
      async (context, { id, files }) => {
        context.seen.object(id);
        return done(await desk.keep(ownerOf(context), id, files));
      },
    );
  });
}

function uploadRoutes(server: FastifyInstance, ports: HttpPorts, desk: UploadDesk): void {
  staffRoute(server, ports, contract.listUploads, async (context) =>
    done({ uploads: [...(await desk.list(ownerOf(context)))], megabytes: ports.config.uploadMegabytes }),
  );
  const isAgain = rememberLooks();
  staffRoute(server, ports, contract.getUpload, async (context, { params }) => {
    const found = await desk.find(ownerOf(context), params.uploadId);
    // While a task runs the page asks every second: the trail says once that somebody watched it.
    const task = found.ok && found.value.task?.state === 'running' ? found.value.task.startedAt : undefined;
    if (isAgain(`${context.accountId} ${params.uploadId}`, task)) context.seen.again();
    return found;
  });
  staffRoute(server, ports, contract.lookAtUpload, async (context, { params, body }) =>
    desk.look(ownerOf(context), context.actor.practice, params.uploadId, body),
  );
  staffRoute(server, ports, contract.checkUpload, async (context, { params }) =>
    desk.check(ownerOf(context), context.actor.practice, params.uploadId),
  );
  staffRoute(server, ports, contract.importUpload, async (context, { params }) =>
    desk.import(ownerOf(context), context.actor.practice, params.uploadId),
  );
  staffRoute(server, ports, contract.stopUpload, async (context, { params }) =>
    desk.stop(ownerOf(context), params.uploadId),
  );
  staffRoute(server, ports, contract.removeUpload, async (context, { params }) => {
    const removed = await desk.remove(ownerOf(context), params.uploadId);
    return removed.ok ? done({ ok: true as const }) : removed;
  });
  downloadRoute(server, ports, contract.uploadRefusals, async (context, { params }) => {
    const path = await desk.refusals(ownerOf(context), params.uploadId);
    return path.ok ? fileAt(path.value) : path;
  });
}

const mostLooks = 1000;

/** Whether the same person has watched the same task before. */
function rememberLooks(): (who: string, task: string | undefined) => boolean {
  const watched = new Map<string, string>();
  return (who, task) => {
    if (task === undefined) return false;
    if (watched.get(who) === task) return true;
    if (watched.size >= mostLooks) watched.clear();
    watched.set(who, task);
    return false;
  };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function fileAt(path: string): Promise<Outcome<{ readonly path: string; readonly name: string }>> {
  if (await isThere(path)) return done({ path, name: 'not-taken.csv' });
  return refuse('not_found', told.refusals.noRefusals);
}

function importRoutes(server: FastifyInstance, ports: HttpPorts, desk: UploadDesk): void {
  staffRoute(server, ports, contract.listImports, async ({ db, actor, now }) =>
    done({
      imports: [...(await newestImports(db, actor.practice.id, mostImports, now))],
      inbox: await showInbox(db, actor.practice, ports.config.inboxFolder),
    }),
  );
  staffRoute(server, ports, contract.getImport, async ({ db, actor, now }, { params }) => {
    const found = await findImport(db, actor.practice.id, params.importId, now);
    if (!found.ok) return found;
    return done({ ...found.value, hasRefusals: await isThere(desk.refusalsOfImport(params.importId)) });
  });
  downloadRoute(server, ports, contract.importRefusals, async ({ db, actor, now }, { params }) => {
    const found = await findImport(db, actor.practice.id, params.importId, now);
    return found.ok ? fileAt(desk.refusalsOfImport(params.importId)) : found;
  });
}

/** Files sent by the browser, looked at, checked and imported; and what was imported before. */
export async function intakeRoutes(server: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { database, clock, log, config } = ports;
  const asOf = ports.asOf as LocalDate | undefined;
  const desk = openUploadDesk({ database, clock, log, dataFolder: config.dataFolder, asOf });
  const forget = (): void => void desk.forget().catch(() => {});
  forget();
  const timer = setInterval(forget, hour);
  timer.unref();
  server.addHook('onClose', async () => {
    clearInterval(timer);
    await desk.close();
  });
  await receivingRoutes(server, ports, desk);
  uploadRoutes(server, ports, desk);
  importRoutes(server, ports, desk);
}
