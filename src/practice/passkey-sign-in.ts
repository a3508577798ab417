import type { Database } from '../database/database.ts';
import { done, type Outcome, refuse } from '../kit/outcome.ts';
import { networkOf } from '../platform/network.ts';
import type { Limit } from '../platform/rate-limit.ts';
import { told } from '../words/told.ts';
import { newChallenge } from './factors/challenges.ts';
import { type AuthenticationResponseJSON, proofOptions } from './factors/web-authn.ts';
import { type Caller, openSession } from './open-session.ts';
import { findAccount } from './queries/accounts.ts';
import { checkPasskey, type FactorGround, noPasskeysHere, type ProofRefusal } from './second-factor.ts';
import { type SignInRefusal, tooMany, withinLimits } from './sign-in.ts';

const passkeysPerNetwork: Limit = { name: 'passkey.network', attempts: 60, windowMinutes: 15 };

type PasskeyRefusal = ProofRefusal | SignInRefusal;

// A passkey shows who it is and that they are there, by finger, face or the device's own PIN: that is two factors.

/** What any passkey of this address shall sign, before anybody is known. */
export async function beginPasskeySignIn(
  database: Database,
  { party }: FactorGround,
  caller: Caller,
): Promise<Outcome<Awaited<ReturnType<typeof proofOptions>>, PasskeyRefusal>> {
  if (party === undefined) return noPasskeysHere;
  const keys = [[passkeysPerNetwork, networkOf(caller.address)]] as const;
  if (!(await withinLimits(database, keys, caller.now))) return tooMany;
  const challenge = await database.untenanted((db) => newChallenge(db, 'sign_in', null, caller.now));
  return done(await proofOptions(party, [], challenge));
}

/** Signs in without a password. */
export async function signInByPasskey(
  database: Database,
  response: AuthenticationResponseJSON,
  ground: FactorGround,
  caller: Caller,
): Promise<Outcome<{ readonly token: string }, PasskeyRefusal>> {
  const keys = [[passkeysPerNetwork, networkOf(caller.address)]] as const;
  if (!(await withinLimits(database, keys, caller.now))) return tooMany;
  return database.untenanted(async (db) => {
    const proved = await checkPasskey(db, response, null, ground, caller.now);
    if (!proved.ok) return proved;
    const account = await findAccount(db, proved.value);
    if (account === undefined || account.disabled || account.passwordHash === null) {
      return refuse('wrong_passkey', told.refusals.wrongPasskey);
    }
    return done({ token: await openSession(db, account.id, caller, { factor: true }) });
  });
}
