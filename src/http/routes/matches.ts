import type { FastifyInstance } from 'fastify';
import { describeSides } from '../../insight/match-queries.ts';
import * as contract from '../../intake/contract.ts';
import { undoMerge } from '../../intake/merge-actions.ts';
import { decidePossibleMatch, openMatches } from '../../intake/possible-match-actions.ts';
import type { MergeId, PossibleMatchId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { newestMerges } from '../../patients/merge-actions.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const mostMatches = 50;
const mostMerges = 50;

/** Pairs that may be one patient, and what was merged. */
export function matchRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.listPossibleMatches, async ({ db, actor, seen }) => {
    const practice = actor.practice.id;
    const { pairs, total } = await openMatches(db, practice, mostMatches);
    const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))];
    const sides = await describeSides(db, practice, ids);
    seen.patient(...ids);
    const matches = pairs.flatMap((pair) => {
      const one = sides.get(pair.one);
      const other = sides.get(pair.other);
      if (one === undefined || other === undefined) return [];
      const why = pair.why.map(({ field, level, weight }) => ({ field, level, weight }));
      return [{ id: pair.id, score: pair.score, foundAt: pair.foundAt.toISOString(), why, one, other }];
    });
    return done({ matches, total });
  });
  staffRoute(
    server,
    ports,
    contract.decidePossibleMatch,
    async ({ db, actor, now, seen }, { params, body }) => {
      const id = params.matchId as PossibleMatchId;
      const decided = await decidePossibleMatch(
        db,
        actor.practice.id,
        id,
        body.verdict,
        actor.staffMemberId,
        now,
      );
      if (!decided.ok) return decided;
      seen.patient(...decided.value.patients);
      return done({ mergeId: decided.value.mergeId });
    },
  );
  staffRoute(server, ports, contract.listMerges, async ({ db, actor, seen }) => {
    const merges = await newestMerges(db, actor.practice.id, mostMerges);
    const ids = [...new Set(merges.map(({ survivor }) => survivor))];
    const sides = await describeSides(db, actor.practice.id, ids);
    seen.patient(...ids);
    return done({
      merges: merges.map(({ id, survivor, decided, by, at, undoneAt }) => ({
        id,
        patientId: survivor,
        name: sides.get(survivor)?.name ?? '',
        decided,
        by,
        at: at.toISOString(),
        undoneAt: undoneAt?.toISOString() ?? null,
      })),
    });
  });
  staffRoute(server, ports, contract.undoMerge, async ({ db, actor, now, seen }, { params }) => {
    const undone = await undoMerge(
      db,
      actor.practice.id,
      params.mergeId as MergeId,
      actor.staffMemberId,
      now,
    );
    if (!undone.ok) return undone;
    const { survivor, merged } = undone.value;
    seen.patient(survivor, merged);
    return done({ survivorId: survivor, mergedId: merged });
  });
}
