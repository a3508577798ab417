import { randomUUID } from 'node:crypto';
import { resetFactorsAtConsole } from '../../practice/enrolment.ts';
import { withDatabase } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

/** For somebody who lost phone, key and recovery codes: their second factors and PIN go, and their sessions end. */
export async function runResetFactors(options: {
  readonly email: string;
  readonly json?: boolean;
}): Promise<void> {
  await withDatabase(async ({ database }) => {
    const email = options.email.trim().toLowerCase();
    const reset = await resetFactorsAtConsole(database, email, randomUUID(), new Date());
    if (!reset.ok) throw new CommandRefused(reset.refusal);
    answer(
      options.json === true,
      { ok: true },
      () =>
        'The second factors and the PIN are gone, and all sessions ended. The next sign-in sets one up anew.',
    );
  }, options.json === true);
}
