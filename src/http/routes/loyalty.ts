import type { FastifyInstance } from 'fastify';
import { done } from '../../kit/outcome.ts';
import { showPredictions } from '../../loyalty/check-actions.ts';
import * as contract from '../../loyalty/contract.ts';
import { showLookBack } from '../../loyalty/look-back-actions.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** What the models said and what came of it, in figures. */
export function loyaltyRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.readLookBack, async ({ db, actor }) =>
    done(await showLookBack(db, actor.practice.id)),
  );
  staffRoute(server, ports, contract.readPredictions, async ({ db, actor }) =>
    done(await showPredictions(db, actor.practice.id)),
  );
}
