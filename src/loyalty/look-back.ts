import { areaUnderCurve, brierScore, type Forecast } from '../statistics/calibration/calibration.ts';
import type { Figure, TooFew } from '../statistics/figure.ts';
import { wilsonInterval } from '../statistics/inference/wilson.ts';
import { episodes } from '../statistics/returns/episodes.ts';
import type { FittedReturn, ReturnInput } from '../statistics/returns/return-model.ts';

/** One patient as the record knows them today. Days count from 1970-01-01. */
export interface PastPatient {
  /** Completed visits of the whole record: distinct days, ascending. */
  readonly visitDays: readonly number[];
  /** Of the service they came for most, up to the day that is stood on. */
  readonly recallDays: number;
  readonly exitedOn: number | undefined;
  /** A visit after that day was in the book on that day, as far as the record knows. */
  readonly wasBooked: boolean;
}

export interface LookBackInput {
  readonly patients: readonly PastPatient[];
  /** The day that is stood on. Nothing later is shown to a model. */
  readonly origin: number;
  /** Days after it; a patient who came within them has returned. */
  readonly horizonDays: number;
  /** Whether the record says when bookings were made, and who left: without, some of what follows is not ours. */
  readonly knows: { readonly bookings: boolean; readonly exits: boolean };
  readonly seed: number;
  /** Fits whatever is the champion on what was known; `too-few` where it would be guessing. */
  readonly fitModel: (input: ReturnInput, horizonDays: number) => FittedReturn | TooFew;
}

/** What the record cannot tell, and how it colours the comparison. */
export type LookBackCaveat = 'bookings_unknown' | 'exits_unknown' | 'history_short';

/** How many of a list stayed away, with the interval of that share. */
export interface NamedList {
  readonly named: number;
  readonly stayedAway: number;
  readonly share: Figure;
}

export interface LookBackCounts {
  /** Seen within the last 18 months on the day that is stood on: who a practice calls active. */
  readonly active: number;
  /** Of these, who did not come within the horizon. */
  readonly didNotReturn: number;
  readonly awayShare: Figure;
  readonly caveats: readonly LookBackCaveat[];
}

export type LookBack =
  | (LookBackCounts & { readonly kind: 'counts_only'; readonly reason: TooFew })
  | (LookBackCounts & {
      readonly kind: 'compared';
      /** Who was more likely to stay away than to come, by the model, among those whom the rule calls active. */
      readonly ours: NamedList;
      /** As many of the same patients, but those who had been away longest: what a recency rule would name. */
      readonly longestAway: NamedList;
      /** Days from our naming to the day the 18-month rule would have; of those named who stayed away. */
      readonly daysEarlier: Middle | undefined;
      readonly model: { readonly name: string; readonly n: number };
      /** Of every active patient's forecast, beside the rule as practices use it (seen: comes; not seen: does not). */
      readonly quality: {
        readonly brier: Figure;
        readonly auc: Figure | TooFew;
        readonly ruleBrier: Figure;
        /** By days since the last visit alone. */
        readonly recencyAuc: Figure | TooFew;
      };
    });

export interface Middle {
  readonly median: number;
  /** Middle half. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
}

/** "Seen in the last 18 months": what practices use (science of recall: 14 to 24 months; 18 is the usual). */
export const ruleDays = 548;

/** Under so many patients who came or stayed away, a comparison says more about chance than about either list. */
export const fewestLabels = 50;

/** With less history than so many recalls before the day, rhythms had hardly begun. */
const recallsWanted = 3;

/**
 * Stands on a past day, fits on nothing but what was known then, and compares whom the model would have named with
 * what the 18-month rule said, and with an equally long list of those away longest. Patients with a visit in the book
 * and those who had left are in neither list: nobody would have called them.
 * @returns counts alone under 50 patients of either kind, or where no model can be fitted
 * @cost the fit, and a forecast a patient; 100,000 patients take some seconds
 */
export function lookBack(input: LookBackInput): LookBack {
  const { origin, horizonDays, seed } = input;
  const known = input.patients.flatMap((patient) => knownThen(patient, origin));
  const forecasts = forecastAll(known, input.fitModel, { origin, horizonDays, seed });
  const active = known.flatMap((patient, i) =>
    origin - patient.lastDay <= ruleDays && !patient.wasBooked && patient.observedTo >= origin
      ? [{ ...patient, forecast: forecasts.chance[i] }]
      : [],
  );
  const away = active.filter((patient) => !returned(patient, origin, horizonDays));
  const counts: LookBackCounts = {
    active: active.length,
    didNotReturn: away.length,
    awayShare: wilsonInterval(away.length, active.length),
    caveats: caveatsOf(input, known),
  };
  const rarer = Math.min(away.length, active.length - away.length);
  if (rarer < fewestLabels) {
    return { ...counts, kind: 'counts_only', reason: { kind: 'too-few', n: rarer, needed: fewestLabels } };
  }
  if (forecasts.refused !== undefined) return { ...counts, kind: 'counts_only', reason: forecasts.refused };
  const judged = active.map((patient) => ({
    ...patient,
    chance: patient.forecast ?? 1,
    came: returned(patient, origin, horizonDays),
  }));
  const named = judged.filter((patient) => patient.chance < 0.5);
  const longest = judged.toSorted((a, b) => a.lastDay - b.lastDay).slice(0, named.length);
  const ours: Forecast[] = judged.map(({ chance, came }) => ({ probability: chance, happened: came }));
  const rule: Forecast[] = judged.map(({ came }) => ({ probability: 1, happened: came }));
  const recency: Forecast[] = judged.map(({ lastDay, came }) => ({
    probability: 1 - (origin - lastDay) / (ruleDays + 1),
    happened: came,
  }));
  const brier = brierScore(ours);
  const ruleBrier = brierScore(rule);
  if ('kind' in brier || 'kind' in ruleBrier) throw new Error('fifty labels are enough for a score of Brier');
  return {
    ...counts,
    kind: 'compared',
    ours: listOf(named),
    longestAway: listOf(longest),
    daysEarlier: middleOf(
      named.filter(({ came }) => !came).map(({ lastDay }) => lastDay + ruleDays - origin),
    ),
    model: { name: forecasts.names.join(', '), n: forecasts.n },
    quality: { brier, auc: areaUnderCurve(ours), ruleBrier, recencyAuc: areaUnderCurve(recency) },
  };
}

interface Known extends PastPatient {
  /** Days of the episodes that had begun by the day. */
  readonly starts: readonly number[];
  readonly lastDay: number;
  readonly observedTo: number;
}

function knownThen(patient: PastPatient, origin: number): Known[] {
  const before = patient.visitDays.filter((day) => day <= origin);
  const lastDay = before.at(-1);
  if (lastDay === undefined) return [];
  const starts = episodes(before, patient.recallDays).map(({ firstDay }) => firstDay);
  const lastWatched = Math.min(origin, (patient.exitedOn ?? Number.POSITIVE_INFINITY) - 1);
  return [{ ...patient, starts, lastDay, observedTo: Math.max(lastDay, lastWatched) }];
}

function returned({ visitDays }: PastPatient, origin: number, horizonDays: number): boolean {
  return visitDays.some((day) => day > origin && day <= origin + horizonDays);
}

/** One fit for each recall interval: a half-yearly and a yearly rhythm are not one. */
function forecastAll(
  known: readonly Known[],
  fitModel: LookBackInput['fitModel'],
  { origin, horizonDays, seed }: { origin: number; horizonDays: number; seed: number },
) {
  const chance = new Array<number | undefined>(known.length);
  const groups = new Map<number, number[]>();
  for (const [i, { recallDays }] of known.entries()) {
    const group = groups.get(recallDays);
    if (group === undefined) groups.set(recallDays, [i]);
    else group.push(i);
  }
  const names = new Set<string>();
  let n = 0;
  let refused: TooFew | undefined;
  for (const [recallDays, members] of [...groups].sort(([a], [b]) => a - b)) {
    const of = members.flatMap((i) => known[i] ?? []);
    const fitted = fitModel(
      {
        histories: of.map(({ starts }) => starts),
        observedTo: of.map(({ observedTo }) => observedTo),
        recallDays,
        seed,
      },
      horizonDays,
    );
    if ('kind' in fitted) {
      refused ??= fitted;
      continue;
    }
    names.add(fitted.name);
    n += fitted.n;
    const ask = fitted.forecaster(horizonDays);
    for (const i of members) {
      const patient = known[i];
      if (patient !== undefined) chance[i] = ask(patient.starts, origin).pVisit;
    }
  }
  return { chance, names: [...names], n, refused: names.size === 0 ? refused : undefined };
}

function caveatsOf({ knows, origin }: LookBackInput, known: readonly Known[]): LookBackCaveat[] {
  const first = known.reduce((least, { starts }) => Math.min(least, starts[0] ?? least), origin);
  const recalls = known.map(({ recallDays }) => recallDays).sort((a, b) => a - b);
  const usual = recalls[Math.floor(recalls.length / 2)] ?? 0;
  return [
    ...(knows.bookings ? [] : (['bookings_unknown'] as const)),
    ...(knows.exits ? [] : (['exits_unknown'] as const)),
    ...(origin - first < recallsWanted * usual ? (['history_short'] as const) : []),
  ];
}

function listOf(patients: readonly { readonly came: boolean }[]): NamedList {
  const stayedAway = patients.filter(({ came }) => !came).length;
  return { named: patients.length, stayedAway, share: wilsonInterval(stayedAway, patients.length) };
}

function middleOf(values: readonly number[]): Middle | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), from: at(0.25), to: at(0.75), n: sorted.length };
}
