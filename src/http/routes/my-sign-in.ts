import type { FastifyInstance } from 'fastify';
import type { PasskeyId } from '../../kit/ids.ts';
import { done, refuse } from '../../kit/outcome.ts';
import { choosePin } from '../../practice/desk-pin.ts';
import * as enrolment from '../../practice/enrolment.ts';
import { findDeskPin, mostWrongPins, removeDeskPin } from '../../practice/queries/desk-pins.ts';
import { countRecoveryCodes, findAuthenticatorApp } from '../../practice/queries/factors.ts';
import { listPasskeys } from '../../practice/queries/passkeys.ts';
import { endSessionOf, listSessions } from '../../practice/queries/sessions.ts';
import { type FactorGround, proofLimits } from '../../practice/second-factor.ts';
import * as signInContract from '../../practice/sign-in-contract.ts';
import { told } from '../../words/told.ts';
import { asNewCredential } from '../passkey-json.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

const ok = { ok: true as const };

function factorRoutes(server: FastifyInstance, ports: HttpPorts, ground: FactorGround): void {
  staffRoute(server, ports, signInContract.beginApp, async ({ db, session, now }) =>
    enrolment.beginApp(db, session, ground, now),
  );
  staffRoute(
    server,
    ports,
    signInContract.confirmApp,
    async ({ db, session, tokenHash, now }, { body }) => {
      const confirmed = await enrolment.confirmApp(db, session, tokenHash, body.code, ground, now);
      return confirmed.ok ? done({ recoveryCodes: [...confirmed.value] }) : confirmed;
    },
    undefined,
    proofLimits,
  );
  staffRoute(server, ports, signInContract.removeApp, async ({ db, session }) => {
    const removed = await enrolment.removeApp(db, session);
    return removed.ok ? done(ok) : removed;
  });
  staffRoute(server, ports, signInContract.beginPasskey, async ({ db, session, actor, now }) => {
    const displayName = actor.displayName || session.email;
    const begun = await enrolment.beginPasskey(db, { ...session, displayName }, ground, now);
    return begun.ok ? done({ options: { ...begun.value } }) : begun;
  });
  staffRoute(server, ports, signInContract.addPasskey, async ({ db, session, tokenHash, now }, { body }) => {
    const input = { name: body.name, response: asNewCredential(body.response) };
    const added = await enrolment.addPasskey(db, session, tokenHash, input, ground, now);
    return added.ok ? done({ recoveryCodes: [...added.value] }) : added;
  });
  staffRoute(server, ports, signInContract.removePasskey, async ({ db, session }, { params }) => {
    const removed = await enrolment.forgetPasskey(db, session, params.passkeyId as PasskeyId);
    return removed.ok ? done(ok) : removed;
  });
  staffRoute(server, ports, signInContract.renewRecoveryCodes, async ({ db, session, accountId }) => {
    if (!session.hasFactor) return refuse('not_found', told.refusals.recoveryWithFactor);
    return done({ recoveryCodes: [...(await enrolment.newRecoveryCodes(db, accountId))] });
  });
}

/** How somebody signs in: their factors, their PIN, their sessions. */
export function mySignInRoutes(server: FastifyInstance, ports: HttpPorts, ground: FactorGround): void {
  factorRoutes(server, ports, ground);
  staffRoute(server, ports, signInContract.getMySignIn, async ({ db, session, accountId, now }) => {
    const idleSince = new Date(now.getTime() - session.idleMinutes * 60_000);
    const pin = await findDeskPin(db, accountId);
    const passkeys = await listPasskeys(db, accountId);
    return done({
      passkeys: passkeys.map(({ id, name, createdAt, usedAt }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        usedAt: usedAt?.toISOString() ?? null,
      })),
      appSince: (await findAuthenticatorApp(db, accountId))?.confirmedAt?.toISOString() ?? null,
      recoveryCodesLeft: await countRecoveryCodes(db, accountId),
      pin:
        pin === undefined
          ? ('none' as const)
          : pin.wrong >= mostWrongPins
            ? ('locked' as const)
            : ('set' as const),
      sessions: (await listSessions(db, accountId, now, idleSince)).map((one) => ({
        id: one.id,
        kind: one.kind,
        createdAt: one.createdAt.toISOString(),
        seenAt: one.seenAt.toISOString(),
        isThis: one.id === session.id,
      })),
    });
  });
  staffRoute(server, ports, signInContract.setPin, async ({ db, accountId, now }, { body }) => {
    const chosen = await choosePin(db, accountId, body.pin, now);
    return chosen.ok ? done(ok) : chosen;
  });
  staffRoute(server, ports, signInContract.removePin, async ({ db, accountId }) =>
    (await removeDeskPin(db, accountId)) ? done(ok) : refuse('not_found', told.refusals.noOwnPin),
  );
  staffRoute(server, ports, signInContract.endMySession, async ({ db, accountId, now }, { params }) =>
    (await endSessionOf(db, accountId, params.sessionId, now))
      ? done(ok)
      : refuse('not_found', told.refusals.noSession),
  );
}
