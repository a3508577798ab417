import type { FastifyInstance } from 'fastify';
import type { DeviceId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import { hashToken } from '../../platform/token.ts';
import { findSharedDevice, listSharedDevices } from '../../practice/queries/shared-devices.ts';
import { enrolDevice, revokeDevice } from '../../practice/shared-devices.ts';
import * as signInContract from '../../practice/sign-in-contract.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';
import { setDeviceToken } from '../session-cookie.ts';

/** Shared desks. */
export function deviceRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, signInContract.listDevices, async ({ db, actor, caller }) => {
    const token = caller.deviceToken;
    const mine =
      token === undefined ? undefined : await findSharedDevice(db, actor.practice.id, hashToken(token));
    const devices = await listSharedDevices(db, actor.practice.id);
    return done({
      devices: devices.map(({ id, name, createdAt, usedAt }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        usedAt: usedAt.toISOString(),
        isThis: id === mine?.id,
      })),
    });
  });
  staffRoute(
    server,
    ports,
    signInContract.enrolDevice,
    async ({ db, actor, now, seen }, { body }) => {
      const { id, token } = await enrolDevice(db, actor, body.name, now);
      seen.object(id);
      return done({ ok: true as const, token });
    },
    (reply, value) => {
      setDeviceToken(reply, ports.origin, (value as { readonly token: string }).token);
      return reply.send({ ok: true });
    },
  );
  staffRoute(server, ports, signInContract.revokeDevice, async ({ db, actor, now }, { params }) => {
    const revoked = await revokeDevice(db, actor, params.deviceId as DeviceId, now);
    return revoked.ok ? done({ ok: true as const }) : revoked;
  });
}
