import { randomBytes } from 'node:crypto';
import anyAscii from 'any-ascii';
import type { Db } from '../database/database.ts';
import type { AccountId } from '../kit/ids.ts';
import { isZone } from '../kit/instant.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import { currencyOf } from './currency.ts';
import type { Practice } from './model.ts';
import type { Caller } from './open-session.ts';
import { setFirstRun } from './queries/accounts.ts';
import { insertLocation } from './queries/locations.ts';
import { insertPractice, listPracticesOf } from './queries/practices.ts';
import type { SessionActor } from './session.ts';
import { joinAsAdmin, switchPractice } from './sign-in.ts';

const mostSlugTries = 50;

/** `Praxis Dr. Müller` becomes `praxis-dr-muller`; a name without a single Latin letter or digit `practice`. */
export function slugOf(name: string): string {
  const slug = anyAscii(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
    .replaceAll(/-+$/g, '');
  return slug === '' ? 'practice' : slug;
}

/**
 * A practice made on the screen, with a location of its name. Only whoever makes it administers it: unlike at the
 * console, others of this installation may be strangers. Leaves the transaction in the new practice.
 * @returns `invalid_input` when the zone is none
 */
export async function addPractice(
  db: Db,
  maker: { readonly account: AccountId; readonly displayName: string },
  input: {
    readonly name: string;
    readonly country: string;
    readonly zone: string;
    readonly languages: readonly string[];
  },
): Promise<Outcome<Practice, Refusal<'invalid_input' | 'already_there'>>> {
  if (!isZone(input.zone)) return refuse('invalid_input', told.refusals.noZone(input.zone));
  const practice = await insertUnderFreeSlug(db, input);
  if (practice === undefined) return refuse('already_there', told.refusals.practiceThere(slugOf(input.name)));
  await joinAsAdmin(db, practice.id, maker.account, maker.displayName);
  await insertLocation(db, practice.id, { name: input.name, zone: input.zone, phone: null, address: [] });
  await setFirstRun(db, maker.account, 'practice', 'ways');
  return done(practice);
}

async function insertUnderFreeSlug(
  db: Db,
  input: Parameters<typeof addPractice>[2],
): Promise<Practice | undefined> {
  const wanted = slugOf(input.name);
  for (let nth = 1; nth <= mostSlugTries; nth += 1) {
    const made = await insertPractice(db, {
      publicId: randomBytes(9).toString('base64url'),
      slug: nth === 1 ? wanted : `${wanted}-${nth}`,
      name: input.name,
      country: input.country,
      currency: currencyOf(input.country),
      zone: input.zone,
      languages: input.languages,
      isSample: false,
      sample: null,
    });
    if (made !== undefined) return made;
  }
  return undefined;
}

/**
 * The first account has said how it begins, and goes to work where that is: in the sample, or in a practice of its own.
 * @returns the session as it is then
 */
export async function endWelcome(
  db: Db,
  session: { readonly session: SessionActor; readonly tokenHash: Buffer; readonly accountId: AccountId },
  way: 'import' | 'sample' | 'look',
  caller: Caller,
): Promise<Outcome<SessionActor, Refusal<'not_found'>>> {
  await setFirstRun(db, session.accountId, 'any', null);
  const isSample = way === 'sample';
  const now = session.session.actor?.practice;
  // Somebody who works nowhere has nowhere to go either.
  if (now === undefined || now.isSample === isSample) return done({ ...session.session, firstRun: null });
  const wanted = (await listPracticesOf(db, session.accountId)).find((one) => one.isSample === isSample);
  if (wanted === undefined) return refuse('not_found', told.refusals.notAMember);
  const moved = await switchPractice(db, session, wanted.slug, caller);
  return moved.ok ? done({ ...moved.value, firstRun: null }) : moved;
}
