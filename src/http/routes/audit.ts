import type { FastifyInstance } from 'fastify';
import { neutralised } from '../../export/cells.ts';
import type { PatientId } from '../../kit/ids.ts';
import { instantOf } from '../../kit/instant.ts';
import { addDays } from '../../kit/local-date.ts';
import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import type { AuditLine } from '../../platform/audit.ts';
import { listAuditEvents } from '../../platform/audit.ts';
import { type AuditSearch, searchAuditEvents } from '../../platform/audit-search.ts';
import * as contract from '../../platform/contract.ts';
import { told } from '../../words/told.ts';
import { readDay } from '../days.ts';
import type { HttpPorts } from '../ports.ts';
import type { Context } from '../request-context.ts';
import { staffRoute } from '../route.ts';

const pageLength = 100;
const mostExported = 50_000;

interface Asked {
  readonly staffMemberId?: string | undefined;
  readonly action?: string | undefined;
  readonly result?: 'ok' | 'refused' | undefined;
  readonly patientId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

// Whose trail was looked at is on the record as well.
function searchOf({ actor, seen }: Context, asked: Asked): Outcome<AuditSearch, Refusal<'invalid_input'>> {
  const from = asked.from === undefined ? null : readDay(asked.from);
  const to = asked.to === undefined ? null : readDay(asked.to);
  if (from === undefined || to === undefined) return refuse('invalid_input', told.refusals.noDay);
  if (asked.patientId !== undefined) seen.patient(asked.patientId as PatientId);
  const { staffMemberId, action, result, patientId } = asked;
  const { zone } = actor.practice;
  return done({
    staffMemberId,
    action,
    result,
    patientId,
    since: from === null ? undefined : instantOf(from, 0, zone),
    until: to === null ? undefined : instantOf(addDays(to, 1), 0, zone),
  });
}

const heads = ['at', 'who', 'action', 'result', 'patients', 'network', 'request'];

function asCsv(lines: readonly AuditLine[]): string {
  const rows = lines.map(({ at, who, action, result, patients, network, requestId }) =>
    [at, who ?? '', action, result, String(patients), network ?? '', requestId]
      .map((cell) => `"${neutralised(cell).replaceAll('"', '""')}"`)
      .join(','),
  );
  // With the mark by which spreadsheets know UTF-8.
  return `\ufeff${[heads.join(','), ...rows].join('\r\n')}\r\n`;
}

/** Who did what. Looking is on the record too. */
export function auditRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listAudit, async ({ db, actor }, { query }) => {
    const events = await listAuditEvents(db, actor.practice.id, query.before);
    return done({ events: [...events] });
  });
  staffRoute(server, ports, contract.searchAudit, async (context, { body }) => {
    const search = searchOf(context, body);
    if (!search.ok) return search;
    const found = await searchAuditEvents(
      context.db,
      context.actor.practice.id,
      { ...search.value, before: body.before },
      pageLength + 1,
    );
    return done({ events: found.slice(0, pageLength), more: found.length > pageLength });
  });
  staffRoute(
    server,
    ports,
    contract.exportAudit,
    async (context, { body }) => {
      const search = searchOf(context, body);
      if (!search.ok) return search;
      const { db, actor } = context;
      return done(asCsv(await searchAuditEvents(db, actor.practice.id, search.value, mostExported)));
    },
    (reply, value) =>
      reply
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .type('text/csv; charset=utf-8')
        // Bytes: text would be read as a reply of the contract once more.
        .send(Buffer.from(String(value))),
  );
}
