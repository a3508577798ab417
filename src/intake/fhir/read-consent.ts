import { beginningOf } from '../../kit/beginning.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { PatientRemark, ReceivedConsent, RowSource } from '../../patients/model.ts';
import { told } from '../../words/told.ts';
import type { CellProblem } from '../refused-row.ts';
import { type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { namedPatient } from './named-patient.ts';

export type FhirConsent =
  | { readonly remark: PatientRemark }
  | { readonly refused: CellProblem }
  | { readonly passed: string };

export interface ConsentContext {
  readonly system: string;
  readonly today: LocalDate;
  readonly source: RowSource;
}

type Purpose = ReceivedConsent['purpose'];
type Channel = ReceivedConsent['channel'];
type Wish = Pick<ReceivedConsent, 'purpose' | 'channel'>;

const everyPurpose: readonly Purpose[] = ['care', 'feedback', 'marketing'];
// Deep enough for exceptions of exceptions; a file may nest them without end.
const deepest = 5;
const mostProvisions = 50;

/**
 * One Consent. Only a refusal to be contacted is taken, as a withdrawal: whole (care, feedback and marketing), of
 * marketing alone, or of one channel, by the codes and words of its scope, categories and purposes. Who may see or pass
 * on a record is not about contact, and what permits contact grants nothing: see docs/running/import.md.
 */
export function readConsent(resource: Fields, context: ConsentContext): FhirConsent {
  if (resource.status !== 'active') return { passed: 'Consent that is not active' };
  const said = [resource.scope, ...listOf(resource.category)].flatMap(wishesOf);
  const root = fieldsOf(resource.provision);
  // OPTOUT: what the patient was asked for is refused, unless a provision says otherwise.
  const optedOut = codesOf(resource.policyRule).includes('OPTOUT') && root.type !== 'permit';
  const found: Found = {
    about: said.length > 0,
    wishes: [],
    later: false,
    former: false,
    left: mostProvisions,
  };
  if (optedOut && !isOver(root, context, found)) found.wishes.push(...said);
  look(root, said, context, found, 0);
  if (found.wishes.length === 0) return { passed: whyNot(found) };
  const patient = namedPatient(resource.patient, resource, context.system);
  if (patient === undefined) {
    const reason = told.fhir.noPatient;
    return { refused: { column: 'Consent.patient', value: '', code: 'unknown_patient', reason } };
  }
  const id = textOf(resource.id);
  const evidence = id === undefined ? 'Consent' : `Consent/${beginningOf(id, 64)}`;
  const wishes = new Map(found.wishes.map((wish) => [`${wish.purpose} ${wish.channel}`, wish]));
  const consents = [...wishes.values()].map((wish) => ({ ...wish, granted: false, evidence }));
  return { remark: { patient, consents, source: context.source } };
}

interface Found {
  about: boolean;
  readonly wishes: Wish[];
  later: boolean;
  former: boolean;
  left: number;
}

function whyNot(found: Found): string {
  if (!found.about) return 'Consent that is not about contact';
  if (found.later) return 'Consent that is not in force yet';
  if (found.former) return 'Consent of former times';
  return 'Consent to contact, which grants nothing';
}

/** Denials in a provision and in those within it. @param about what the whole consent is about */
function look(
  provision: Fields,
  about: readonly Wish[],
  context: ConsentContext,
  found: Found,
  depth: number,
): void {
  if (depth > deepest || found.left === 0) return;
  found.left -= 1;
  const own = listOf(provision.purpose).flatMap(wishesOf);
  if (own.length > 0) found.about = true;
  // A provision with purposes speaks of these alone; without any, of what the whole consent is about.
  const meant = listOf(provision.purpose).length > 0 ? own : about;
  if (provision.type === 'deny' && !isOver(provision, context, found)) found.wishes.push(...meant);
  for (const inner of listOf(provision.provision)) look(fieldsOf(inner), about, context, found, depth + 1);
}

function isOver(provision: Fields, context: ConsentContext, found: Found): boolean {
  const period = fieldsOf(provision.period);
  const [start, end] = [textOf(period.start), textOf(period.end)];
  // A year or a month alone is compared as one.
  const day = (text: string): string => context.today.slice(0, text.length);
  const later = start !== undefined && start.slice(0, 10) > day(start);
  const former = end !== undefined && end.slice(0, 10) < day(end);
  found.later ||= later;
  found.former ||= former;
  return later || former;
}

// v3 ActReason: healthcare marketing.
const marketingCodes = new Set(['HMARKT', 'MARKETING']);
const marketingWords = /\b(?:marketing|newsletters?|promotion(?:s|al)?|advertis\w+)\b/i;
const feedbackWords = /\b(?:surveys?|feedback|satisfaction|reviews? requests?)\b/i;
const contactWords =
  /\b(?:(?:re)?contact(?:ed|ing)?|communications?|reminders?|recalls?|text(?:s| messages?| messaging)|sms|e-?mails?|phone calls?|telephone calls?|mailings?)\b/i;
// "Contact tracing", "communication between providers": words of contact that are not about calling a patient.
const otherContact =
  /\b(?:contact (?:tracing|persons?|lens(?:es)?)|between|providers?|research\w*|disclos\w+|shar(?:e|ing))\b/i;
const channels: readonly (readonly [RegExp, Channel])[] = [
  [/\b(?:texts?|sms|text messag\w+)\b/i, 'text'],
  [/\be-?mails?\b/i, 'email'],
  [/\b(?:phone|telephone)\b/i, 'call'],
  [/\b(?:postal|letters?|mailings?|by post)\b/i, 'post'],
];

/** What a scope, category or purpose says about being contacted; nothing when it is about something else. */
function wishesOf(concept: unknown): readonly Wish[] {
  const words = wordsOf(concept);
  const spoken = words.filter((word) => !otherContact.test(word));
  const all = spoken.join(' | ');
  const named = channels.filter(([pattern]) => pattern.test(all)).map(([, channel]) => channel);
  const reach: readonly Channel[] = named.length === 0 ? ['any'] : named;
  const isMarketing = codesOf(concept).some((code) => marketingCodes.has(code)) || marketingWords.test(all);
  const purposes: readonly Purpose[] = isMarketing
    ? ['marketing']
    : feedbackWords.test(all)
      ? ['feedback']
      : contactWords.test(all)
        ? everyPurpose
        : [];
  return purposes.flatMap((purpose) => reach.map((channel) => ({ purpose, channel })));
}

function codingsOf(concept: unknown): readonly Fields[] {
  const fields = fieldsOf(concept);
  // A purpose is a bare coding.
  return fields.coding === undefined ? [fields] : listOf(fields.coding).map(fieldsOf);
}

function codesOf(concept: unknown): readonly string[] {
  return codingsOf(concept).flatMap((coding) => textOf(coding.code)?.toUpperCase() ?? []);
}

/** The text, the displays, and codes that are words (`marketing-opt-out`). */
function wordsOf(concept: unknown): readonly string[] {
  const codings = codingsOf(concept);
  const texts = [
    textOf(fieldsOf(concept).text),
    ...codings.flatMap((coding) => [textOf(coding.display), textOf(coding.code)?.replace(/[-_]+/g, ' ')]),
  ];
  return texts.flatMap((text) => text ?? []);
}
