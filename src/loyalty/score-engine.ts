import { dayFromNumber } from '../kit/local-date.ts';
import { episodes } from '../statistics/episodes.ts';
import type { Figure } from '../statistics/figure.ts';
import type { FittedReturn, ReturnInput } from '../statistics/return-model.ts';
import { bgbbRhythm, type FittedBgbb } from './bgbb-rhythm.ts';
import { baseModel, championScorer, fitNamed } from './champion-rhythm.ts';
import { horizonDays, type RhythmScore, type ServiceHistory } from './model.ts';
import { fitGapPrior } from './own-rhythm.ts';
import { recallFromVisits } from './recall-interval.ts';
import { rhythmScorer } from './score.ts';

/** What the engine must know besides the lines. Plain data: it also crosses to a thread. */
export interface EngineInput {
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly seed: number;
  /** Recall interval of each service, days; null: learnt from its own visits. */
  readonly services: Readonly<Record<string, number | null>>;
  /** The model that the practice's own past chose for a service; where there is none, BG/BB on the recall grid. */
  readonly champions: Readonly<Record<string, string>>;
  /** For the model that a service is given when its fit is stored. */
  readonly modelIds: Readonly<Record<string, string>>;
}

export interface ServiceModel {
  readonly serviceId: string;
  readonly modelId: string;
  readonly fitted: FittedBgbb;
  readonly horizonDays: number;
  /** The model that says the chance of a visit, where it is another than the base; plain, as it is stored. */
  readonly champion: Pick<FittedReturn, 'name' | 'parameters' | 'n'> | undefined;
}

interface Line {
  readonly patient: string;
  readonly days: readonly number[];
  readonly bookedOn: number | undefined;
  readonly exitedOn: number | undefined;
  readonly noShow: Figure | undefined;
}

interface Read extends Line {
  readonly history: ServiceHistory;
}

interface Fitted {
  readonly model: ServiceModel;
  readonly reads: readonly Read[];
  readonly champion: FittedReturn | undefined;
}

export interface ScoreEngine {
  /** Takes bytes of COPY text: patient, service, {days}, booked day, exit day, and how likely the booked visit is missed; any chunking. */
  accept(chunk: Buffer): void;
  /** Fits each service; call once, after the last bytes. */
  fit(): readonly ServiceModel[];
  /** Lines of COPY text for rhythm_score without practice_id, in `scoreColumns`. */
  scores(): Generator<string>;
  patients(): number;
}

export const scoreColumns = [
  'patient_id',
  'service_id',
  'model_id',
  'as_of',
  'status',
  'episodes',
  'first_day',
  'last_day',
  'recall_days',
  'usual_gap_days',
  'usual_gap_low',
  'usual_gap_high',
  'gaps',
  'p_visit',
  'p_low',
  'p_high',
  'expected_visits',
  'due_on',
  'days_past_due',
  'due_from',
  'due_to',
  'overdue_percentile',
  'overdue_low',
  'overdue_high',
  'booked_on',
  'call_value',
  'call_value_low',
  'call_value_high',
].join(', ');

// Six places of a probability or a day are far below what any interval is wide, and a third of the bytes.
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function optionalNumber(text: string | undefined): number | undefined {
  return text === undefined || text === '\\N' ? undefined : Number(text);
}

function readLine(text: string): { readonly service: string; readonly line: Line } {
  const [patient = '', service = '', days = '{}', booked, exited, missed, low, high, n] = text.split('\t');
  const value = optionalNumber(missed);
  return {
    service,
    line: {
      patient,
      days: days.slice(1, -1).split(',').map(Number),
      bookedOn: optionalNumber(booked),
      exitedOn: optionalNumber(exited),
      noShow: value === undefined ? undefined : { value, low: Number(low), high: Number(high), n: Number(n) },
    },
  };
}

/** The histories as a model of return reads them; whoever left was watched until the day before. */
function inputOf(reads: readonly Read[], recallDays: number, { asOf, seed }: EngineInput): ReturnInput {
  return {
    histories: reads.map(({ history }) => history.episodeStarts),
    observedTo: reads.map(({ history, exitedOn }) =>
      Math.max(history.lastVisitDay, Math.min(asOf, (exitedOn ?? Number.POSITIVE_INFINITY) - 1)),
    ),
    recallDays,
    seed,
  };
}

function readHistory(line: Line, recallDays: number): Read {
  const found = episodes(line.days, recallDays);
  return {
    ...line,
    history: {
      episodeStarts: found.map((episode) => episode.firstDay),
      lastVisitDay: found.at(-1)?.lastDay ?? 0,
    },
  };
}

// Ids, days, states and numbers hold nothing that COPY would have to escape; looking was a sixth of the scoring.
function plainLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => cell ?? '\\N').join('\t')}\n`;
}

/** Writes days; remembered, because the six of a score are a tenth of its cost, and a practice has some thousands. */
function dayWriter(): (day: number) => string {
  const written = new Map<number, string>();
  return (day) => {
    let text = written.get(day);
    if (text === undefined) {
      text = dayFromNumber(day);
      written.set(day, text);
    }
    return text;
  };
}

function scoreLine(
  day: (number: number) => string,
  patient: string,
  model: ServiceModel,
  asOf: number,
  score: RhythmScore,
): string | undefined {
  if (score.status === 'too_few') return undefined;
  const { facts } = score;
  const head = [
    patient,
    model.serviceId,
    model.modelId,
    day(asOf),
    score.status,
    facts.episodes,
    day(facts.firstDay),
    day(facts.lastVisitDay),
    facts.recallDays,
  ];
  if (score.status === 'exited') {
    const nothing = new Array<null>(3).fill(null);
    return plainLine([
      ...head,
      ...nothing,
      facts.episodes - 1,
      ...nothing,
      null,
      day(facts.dueOn),
      facts.daysPastDue,
      null,
      null,
      ...nothing,
      null,
      ...nothing,
    ]);
  }
  const { usualGap, returnChance, expectedVisits, dueWindow, overduePercentile, callValue } = score.estimate;
  return plainLine([
    ...head,
    round(usualGap.value),
    round(usualGap.low),
    round(usualGap.high),
    usualGap.n,
    round(returnChance.value),
    round(returnChance.low),
    round(returnChance.high),
    round(expectedVisits.value),
    day(facts.dueOn),
    facts.daysPastDue,
    day(dueWindow.from),
    day(dueWindow.to),
    round(overduePercentile.value),
    round(overduePercentile.low),
    round(overduePercentile.high),
    score.status === 'booked' ? day(score.bookedOn) : null,
    round(callValue.value),
    round(callValue.low),
    round(callValue.high),
  ]);
}

/**
 * Scores a whole practice from lines of visit days: reads, fits each service, scores each patient. Pure; holds the
 * days of all patients in memory (about 150 bytes a patient and service).
 * @cost reading dominates: about 4 us a line of ten visits; fitting is milliseconds, scoring about 6 us a line
 */
export function scoreEngine(input: EngineInput): ScoreEngine {
  const byService = new Map<string, Line[]>();
  const patients = new Set<string>();
  let rest = '';
  const models: Fitted[] = [];
  const take = (text: string): void => {
    const { service, line } = readLine(text);
    const lines = byService.get(service);
    if (lines === undefined) byService.set(service, [line]);
    else lines.push(line);
    patients.add(line.patient);
  };
  return {
    accept(chunk) {
      // Ids and numbers only: latin1 is exact and the cheapest to decode.
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) take(text);
    },
    fit() {
      for (const [serviceId, lines] of [...byService].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const recallDays = input.services[serviceId] ?? recallFromVisits(lines.map((line) => line.days));
        const reads = lines.map((line) => readHistory(line, recallDays));
        const histories = reads.map(({ history, exitedOn }) => ({ ...history, exitedOn }));
        const fitted = bgbbRhythm.fit({
          recallDays,
          asOf: input.asOf,
          histories,
          prior: undefined,
          seed: input.seed,
        });
        const horizon = horizonDays(recallDays);
        const champion = fitNamed(
          input.champions[serviceId] ?? baseModel,
          inputOf(reads, recallDays, input),
          horizon,
        );
        const modelId = input.modelIds[serviceId] ?? '';
        const plain =
          champion === undefined
            ? undefined
            : { name: champion.name, parameters: champion.parameters, n: champion.n };
        models.push({
          reads,
          champion,
          model: { serviceId, modelId, fitted, horizonDays: horizon, champion: plain },
        });
        byService.delete(serviceId);
      }
      return models.map(({ model }) => model);
    },
    *scores() {
      const day = dayWriter();
      for (const { model, reads, champion } of models) {
        const { recallDays } = model.fitted;
        const base = bgbbRhythm.scorer(model.fitted, input.asOf, model.horizonDays);
        const score = rhythmScorer({
          recallDays,
          horizonDays: model.horizonDays,
          gapPrior: fitGapPrior(
            reads.map(({ history }) => history),
            recallDays,
          ),
          returning:
            champion === undefined ? base : championScorer(champion, base, input.asOf, model.horizonDays),
        });
        for (const { patient, history, bookedOn, exitedOn, noShow } of reads) {
          const line = scoreLine(
            day,
            patient,
            model,
            input.asOf,
            score(history, { asOf: input.asOf, bookedOn, exitedOn, noShow }),
          );
          if (line !== undefined) yield line;
        }
      }
    },
    patients: () => patients.size,
  };
}
