import type { FastifyInstance } from 'fastify';
import type { PromiseId } from '../../kit/ids.ts';
import { daysBetween, type LocalDate } from '../../kit/local-date.ts';
import { done, refuse } from '../../kit/outcome.ts';
import * as contract from '../../promises/contract.ts';
import {
  countPromises,
  listPromiseMonths,
  listPromiseRows,
  type PromiseRow,
} from '../../promises/queries/list-promises.ts';
import { settleAsBroken, settleAsKept, settleAsMadeGood } from '../../promises/settle-actions.ts';
import { wilsonInterval } from '../../statistics/inference/wilson.ts';
import { told } from '../../words/told.ts';
import { note } from '../deeds.ts';
import { type Names, namesOf } from '../names-of.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const sayWhy = refuse('reason_required', told.refusals.sayWhy);

function present(row: PromiseRow, names: Names, today: LocalDate) {
  const isOwed = row.state === 'open' || row.state === 'broken';
  return {
    id: row.id,
    patientId: row.patientId,
    patientName: names.get(row.patientId) ?? '',
    phone: isOwed ? row.phone : null,
    words: row.words,
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
    madeOn: row.madeOn,
    dueOn: row.dueOn,
    state: row.state,
    daysLate: isOwed ? Math.max(0, daysBetween(row.dueOn, today)) : 0,
    brokenWhy: row.brokenWhy,
  };
}

/** What we said we would do: a list, the shares that were kept, and what came of each. */
export function promiseRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listPromises, async ({ db, actor, now, today, seen }, { query }) => {
    const { whose = 'everyone', state = 'owed' } = query;
    const practice = actor.practice.id;
    const owner = whose === 'mine' ? actor.staffMemberId : undefined;
    const rows = await listPromiseRows(db, practice, { owner, settled: state === 'settled', now });
    seen.patient(...rows.map((row) => row.patientId));
    const names = await namesOf(db, practice, rows);
    const counts = await countPromises(db, practice, owner, today);
    return done({ promises: rows.map((row) => present(row, names, today)), ...counts });
  });
  staffRoute(server, ports, contract.readPromiseRates, async ({ db, actor, today }) => {
    const months = await listPromiseMonths(db, actor.practice.id, today);
    return done({
      months: months.map((one) => ({ ...one, share: wilsonInterval(one.kept, one.kept + one.broken) })),
    });
  });
  staffRoute(server, ports, contract.settlePromise, async (context, { params, body }) => {
    const { db, actor, now, seen } = context;
    const practice = actor.practice.id;
    const id = params.promiseId as PromiseId;
    const by = actor.staffMemberId;
    if (body.as === 'broken' && !body.why) return sayWhy;
    const settled =
      body.as === 'kept'
        ? await settleAsKept(db, practice, id, now)
        : body.as === 'broken'
          ? await settleAsBroken(db, practice, id, { staff: by, why: body.why ?? '' }, now)
          : await settleAsMadeGood(db, practice, id, by, now);
    if (!settled.ok) return settled;
    seen.patient(settled.value.patientId);
    await note(context, 'promise_settled', id, settled.value.before);
    return done({ ok: true as const });
  });
}
