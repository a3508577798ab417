import type { TooFew } from '../statistics/figure.ts';
import type { FittedReturn, ReturnInput } from '../statistics/returns/return-model.ts';
import { type LookBack, lookBack, type PastPatient } from './look-back.ts';
import { recallFromVisits } from './recall-interval.ts';

/** Plain data: it also crosses to a thread. */
export interface LookBackQuestion {
  /** Days since 1970-01-01. */
  readonly origin: number;
  readonly horizonDays: number;
  readonly seed: number;
  readonly knows: { readonly bookings: boolean; readonly exits: boolean };
  /** Recall interval of each service, days; null: learnt from its own visits up to the origin. */
  readonly services: Readonly<Record<string, number | null>>;
}

/**
 * Looks back over lines of COPY text: main service (or \N), {days}, exit day, booked then (t or f).
 * @cost about 1 us a visit of reading, then what `lookBack` costs
 */
export function lookBackOver(
  text: string,
  question: LookBackQuestion,
  fitModel: (input: ReturnInput, horizonDays: number) => FittedReturn | TooFew,
): LookBack {
  const { origin } = question;
  const byService = new Map<string, Omit<PastPatient, 'recallDays'>[]>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [service = '', days = '{}', exited = '\\N', booked] = line.split('\t');
    const patient = {
      visitDays: days.slice(1, -1).split(',').map(Number),
      exitedOn: exited === '\\N' ? undefined : Number(exited),
      wasBooked: booked === 't',
    };
    const known = byService.get(service);
    if (known === undefined) byService.set(service, [patient]);
    else known.push(patient);
  }
  const patients = [...byService].flatMap(([service, members]) => {
    const recallDays =
      question.services[service] ??
      recallFromVisits(members.map(({ visitDays }) => visitDays.filter((day) => day <= origin)));
    return members.map((patient) => ({ ...patient, recallDays }));
  });
  return lookBack({ ...question, patients, fitModel });
}
