import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Db } from '../database/database.ts';
import { newId, type PracticeId } from '../kit/ids.ts';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';
import { hashToken, newToken } from '../platform/token.ts';
import { told } from '../words/told.ts';
import type { PatientLink } from './link-actions.ts';

const codeMinutes = 10;
const mostTries = 5;
const proofMinutes = 30;
const minute = 60_000;

// With the token, which the database does not hold: a million codes are nothing to try against a hash alone.
function hashCode(token: string, code: string): Buffer {
  return createHash('sha256').update(`${token}\0${code}`).digest();
}

/** A new code before the page of a link; the one before it is good no more. @returns six digits, kept nowhere */
export async function makeLinkCode(
  db: Db,
  practice: PracticeId,
  link: PatientLink,
  token: string,
  now: Date,
): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await db
    .insertInto('page_code')
    .values({
      practice_id: practice,
      id: newId(now.getTime()),
      link_id: link.id,
      code_hash: hashCode(token, code),
      expires_at: new Date(now.getTime() + codeMinutes * minute),
    })
    .execute();
  return code;
}

/**
 * Tries a code. Each try counts, whoever makes it; the right one counts once.
 * @returns what the page carries from now on; `wrong_code`; `too_many_tries`
 */
export async function enterLinkCode(
  db: Db,
  practice: PracticeId,
  link: PatientLink,
  token: string,
  code: string,
  now: Date,
): Promise<Outcome<string, Refusal<'wrong_code' | 'too_many_tries'>>> {
  const row = await db
    .selectFrom('page_code')
    .select(['id', 'code_hash', 'tries', 'expires_at', 'proof_hash'])
    .where('practice_id', '=', practice)
    .where('link_id', '=', link.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  const wrong = refuse('wrong_code', told.refusals.wrongCode);
  if (row === undefined || row.expires_at <= now || row.proof_hash !== null) return wrong;
  if (row.tries >= mostTries) return refuse('too_many_tries', told.refusals.tooManyTries);
  const fits = timingSafeEqual(row.code_hash, hashCode(token, code));
  const proof = newToken();
  await db
    .updateTable('page_code')
    .set({
      tries: row.tries + 1,
      ...(fits
        ? { proof_hash: hashToken(proof), proof_until: new Date(now.getTime() + proofMinutes * minute) }
        : {}),
    })
    .where('practice_id', '=', practice)
    .where('id', '=', row.id)
    .execute();
  return fits ? done(proof) : wrong;
}

/** Whether what a page carries was given for a code of this link, not long ago. */
export async function holdsProof(
  db: Db,
  practice: PracticeId,
  link: PatientLink,
  proof: string,
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('page_code')
    .select('id')
    .where('practice_id', '=', practice)
    .where('link_id', '=', link.id)
    .where('proof_hash', '=', hashToken(proof))
    .where('proof_until', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}
