import type { Db } from '../../database/database.ts';
import type { AccountId } from '../../kit/ids.ts';
import { hashToken, newToken } from '../../platform/token.ts';
import {
  type ChallengePurpose,
  claimChallenge,
  forgetChallenges,
  insertChallenge,
} from '../queries/passkeys.ts';

const challengeMinutes = 5;

/** Something random for an authenticator to sign. Those whose time is over are forgotten on the way. */
export async function newChallenge(
  db: Db,
  purpose: ChallengePurpose,
  account: AccountId | null,
  now: Date,
): Promise<string> {
  await forgetChallenges(db, now);
  const challenge = newToken();
  const expiresAt = new Date(now.getTime() + challengeMinutes * 60_000);
  await insertChallenge(db, { hash: hashToken(challenge), purpose, account, expiresAt });
  return challenge;
}

/** The challenge that an authenticator says it signed, used up; undefined when it is none of ours for this. */
export async function takeChallenge(
  db: Db,
  clientDataJson: string,
  purpose: ChallengePurpose,
  account: AccountId | null,
  now: Date,
): Promise<string | undefined> {
  const challenge = challengeIn(clientDataJson);
  if (challenge === undefined) return undefined;
  return (await claimChallenge(db, hashToken(challenge), purpose, account, now)) ? challenge : undefined;
}

function challengeIn(clientDataJson: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
    if (typeof data !== 'object' || data === null || !('challenge' in data)) return undefined;
    return typeof data.challenge === 'string' ? data.challenge : undefined;
  } catch {
    return undefined;
  }
}
