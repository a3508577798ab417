import { askGate } from '../../contact/actions.ts';
import type { About, Channel, ContactAsk, LegalClass, Purpose } from '../../contact/model.ts';
import { isUuid, type PatientId } from '../../kit/ids.ts';
import { refuse } from '../../kit/outcome.ts';
import { survivorOf } from '../../patients/merge-actions.ts';
import { searchPatients } from '../../patients/queries/search-patients.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { readMoment } from '../read-moment.ts';
import { answer, CommandRefused } from '../say.ts';

export interface GateOptions extends CommonOptions {
  readonly patient: string;
  readonly channel: string;
  readonly class: string;
  readonly at?: string;
  readonly purpose?: Purpose;
  readonly about: About;
  readonly automatic?: boolean;
  readonly owed?: boolean;
}

const channels: Readonly<Record<string, Channel>> = {
  sms: 'text',
  text: 'text',
  email: 'email',
  call: 'call',
  letter: 'post',
  post: 'post',
  in_person: 'in_person',
};

const classes = ['treatment', 'operations', 'marketing', 'unknown'] as const;

function refuseInput(words: string): never {
  throw new CommandRefused(refuse('invalid_input', words).refusal);
}

function readChannel(text: string): Channel {
  return channels[text] ?? refuseInput(`--channel is sms, email, call, letter or in_person, not ${text}`);
}

function readClass(text: string): LegalClass {
  return (
    classes.find((one) => one === text) ??
    refuseInput(`--class is treatment, operations, marketing or unknown, not ${text}`)
  );
}

// In the words of whoever asks; the gate itself permits.
const decisions = { permit: 'allow', delay: 'delay', refuse: 'refuse' } as const;

function readTime(text: string, zone: string): Date {
  const read = readMoment(text, zone);
  if (!read.ok) refuseInput(`--at: ${read.refusal.detail}`);
  return read.value;
}

/** What the gate says of one contact, with the facts of this moment and the clock of another. Sends nothing. */
export async function runGateExplain(options: GateOptions): Promise<void> {
  const now = new Date();
  const legalClass = readClass(options.class);
  const ask: ContactAsk = {
    channel: readChannel(options.channel),
    purpose: options.purpose ?? (legalClass === 'marketing' ? 'marketing' : 'care'),
    legalClass,
    about: options.about,
    automatic: options.automatic === true,
    owed: options.owed === true,
    unsubscribe: true,
  };
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const at = options.at === undefined ? now : readTime(options.at, practice.zone);
    const decision = await database.inPractice(practice.id, async (db) => {
      const [found] = isUuid(options.patient)
        ? [options.patient as PatientId]
        : await searchPatients(db, practice.id, options.patient, 1);
      const patient = found === undefined ? undefined : ((await survivorOf(db, practice.id, found)) ?? found);
      if (patient === undefined) return undefined;
      // Of a moment that is past, only what was known then counts.
      const known = at < now ? at : now;
      return (await askGate(db, practice.id, new Map([[patient, ask]]), at, known)).get(patient);
    });
    if (decision === undefined) {
      throw new CommandRefused(refuse('not_found', 'there is no such patient').refusal);
    }
    const said = {
      decision: decisions[decision.verdict],
      until: decision.verdict === 'delay' ? decision.until.toISOString() : null,
      reasons: decision.reasons.map(({ code, words }) => ({ rule: code, words })),
    };
    answer(options.json === true, said, () =>
      [
        said.until === null ? said.decision : `${said.decision} until ${said.until}`,
        ...said.reasons.map(({ rule, words }) => `  ${rule}: ${words}`),
      ].join('\n'),
    );
  }, options.json === true);
}
