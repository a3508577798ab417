import { episodes } from '../statistics/returns/episodes.ts';
import type { CohortMember } from '../statistics/survival/cohort-retention.ts';
import { checkService, type ServiceCheck } from './check.ts';
import { recallFromVisits } from './recall-interval.ts';

/** Plain data: it also crosses to a thread. */
export interface CheckQuestion {
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly seed: number;
  /** Recall interval of each service, days; null: learnt from its own visits. */
  readonly services: Readonly<Record<string, number | null>>;
}

export interface CheckedService {
  readonly serviceId: string;
  readonly check: ServiceCheck;
}

/** Checks every service from lines of COPY text: patient, service, {days}, booked day, exit day. */
export function checkAll(text: string, { asOf, seed, services }: CheckQuestion): CheckedService[] {
  const byService = new Map<
    string,
    { readonly days: readonly number[]; readonly exited: number | undefined }[]
  >();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, service = '', days = '{}', , exited = '\\N'] = line.split('\t');
    const patient = {
      days: days.slice(1, -1).split(',').map(Number),
      exited: exited === '\\N' ? undefined : Number(exited),
    };
    const known = byService.get(service);
    if (known === undefined) byService.set(service, [patient]);
    else known.push(patient);
  }
  return [...byService]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([serviceId, members]) => {
      const recallDays = services[serviceId] ?? recallFromVisits(members.map(({ days }) => days));
      const patients = members.map(({ days, exited }): CohortMember => {
        const last = days[days.length - 1] ?? asOf;
        return {
          days: episodes(days, recallDays).map(({ firstDay }) => firstDay),
          observedTo: Math.max(last, Math.min(asOf, (exited ?? Number.POSITIVE_INFINITY) - 1)),
          exited: exited !== undefined && exited <= asOf,
        };
      });
      const check = checkService({ patients, recallDays, asOf, seed });
      return 'kind' in check ? [] : [{ serviceId, check }];
    });
}
