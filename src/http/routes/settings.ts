import type { FastifyInstance } from 'fastify';
import type { LocationId, ServiceId, SettingChangeId } from '../../kit/ids.ts';
import { done } from '../../kit/outcome.ts';
import * as contract from '../../practice/contract.ts';
import { type Location, type LocationChange, listLocations } from '../../practice/queries/locations.ts';
import { findPracticeSettings } from '../../practice/queries/practices.ts';
import { listServices } from '../../practice/queries/services.ts';
import { listLastChanges } from '../../practice/queries/setting-changes.ts';
import {
  addLocation,
  changeLocation,
  changePractice,
  changeService,
  undoSettingChange,
} from '../../practice/settings-actions.ts';
import * as settingsContract from '../../practice/settings-contract.ts';
import { sameFields } from '../changed-since.ts';
import { note } from '../deeds.ts';
import type { HttpPorts } from '../ports.ts';
import { staffRoute } from '../route.ts';

/** Only what was sent: a field that is absent stays as it is. */
function given<T extends object>(body: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function presentLocation(location: Location) {
  return {
    ...location,
    address: [...location.address],
    holidays: location.holidays.map((holiday) => ({ ...holiday })),
    openingHours: Object.fromEntries(
      Object.entries(location.openingHours).map(([weekday, spans]) => [
        weekday,
        spans.map(([from, to]): [string, string] => [from, to]),
      ]),
    ),
  };
}

/** The practice, its locations and services, and who changed what of them. */
export function settingsRoutes(server: FastifyInstance, ports: HttpPorts): void {
  staffRoute(server, ports, contract.getPractice, async ({ db, actor }) => {
    const { slug, currency, isSample } = actor.practice;
    const settings = await findPracticeSettings(db, actor.practice.id);
    const locations = await listLocations(db, actor.practice.id);
    return done({
      practice: {
        slug,
        currency,
        isSample,
        ...settings,
        languages: [...settings.languages],
        idleMinutesDefault: ports.config.idleMinutes,
      },
      locations: locations.map(presentLocation),
      services: await listServices(db, actor.practice.id),
    });
  });
  staffRoute(server, ports, settingsContract.changePractice, async ({ db, actor, now }, { body }) => {
    const changed = await changePractice(db, actor, given(body), now);
    return changed.ok ? done({ ok: true as const }) : changed;
  });
  staffRoute(server, ports, settingsContract.addLocation, async ({ db, actor, seen }, { body }) => {
    const added = await addLocation(db, actor, body);
    if (!added.ok) return added;
    seen.object(added.value);
    return done({ id: added.value });
  });
  staffRoute(server, ports, settingsContract.changeLocation, async ({ db, actor, now }, { params, body }) => {
    const change = given(body) as unknown as LocationChange;
    const changed = await changeLocation(db, actor, params.locationId as LocationId, change, now);
    return changed.ok ? done({ ok: true as const }) : changed;
  });
  staffRoute(server, ports, contract.changeService, async (context, { params, body }) => {
    const { db, actor, now } = context;
    const id = params.serviceId as ServiceId;
    const before = (await listServices(db, actor.practice.id)).find((one) => one.id === id);
    const changed = await changeService(db, actor, id, given(body), now);
    if (changed.ok && before !== undefined) {
      const left = sameFields(given(body), changed.value);
      await note(context, 'service', id, sameFields(given(body), before), left);
    }
    return changed;
  });
  staffRoute(server, ports, settingsContract.listSettingChanges, async ({ db, actor }) => {
    const changes = await listLastChanges(db, actor.practice.id);
    return done({ changes: changes.map((change) => ({ ...change, at: change.at.toISOString() })) });
  });
  staffRoute(server, ports, settingsContract.undoSettingChange, async ({ db, actor, now }, { params }) => {
    const undone = await undoSettingChange(db, actor, params.changeId as SettingChangeId, now);
    return undone.ok ? done({ ok: true as const }) : undone;
  });
}
