import { keepEpisodeStarts } from '../statistics/returns/episodes.ts';
import { sampleOf } from '../statistics/returns/patient-sample.ts';
import type { FittedReturn, ReturnInput } from '../statistics/returns/return-model.ts';
import { bgbbRhythm, type FittedBgbb } from './bgbb-rhythm.ts';
import { baseModel, championScorer, fitNamed } from './champion-rhythm.ts';
import { horizonDays, type ServiceHistory } from './model.ts';
import { fitGapPrior } from './own-rhythm.ts';
import { recallFromVisits } from './recall-interval.ts';
import { rhythmScorer } from './score.ts';
import { dayWriter, scoreLine } from './score-line.ts';
import { scoringReader } from './scoring-reader.ts';
import type { ServiceRows } from './service-rows.ts';

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

interface Fitted {
  readonly model: ServiceModel;
  readonly rows: ServiceRows;
  readonly champion: FittedReturn | undefined;
}

export interface ScoreEngine {
  /** Takes bytes of COPY text, see `scoringReader`. */
  accept(chunk: Uint8Array): void;
  /** Fits each service; call once, after the last bytes. */
  fit(): readonly ServiceModel[];
  /** Lines of COPY text for rhythm_score without practice_id, in `scoreColumns`. Call once. */
  scores(): Generator<string>;
}

/** The histories as a model of return reads them; whoever left was watched until the day before. */
function inputOf(rows: ServiceRows, recallDays: number, { asOf, seed }: EngineInput): ReturnInput {
  const histories: Int32Array[] = [];
  const observedTo = new Int32Array(rows.count);
  for (let row = 0; row < rows.count; row += 1) {
    const exitedOn = rows.exitedOn(row) ?? Number.POSITIVE_INFINITY;
    histories.push(rows.days(row));
    observedTo[row] = Math.max(rows.lastVisitDay(row), Math.min(asOf, exitedOn - 1));
  }
  return { histories, observedTo, recallDays, seed };
}

function historyAt(
  rows: ServiceRows,
  row: number,
): ServiceHistory & { readonly exitedOn: number | undefined } {
  return {
    episodeStarts: rows.days(row),
    lastVisitDay: rows.lastVisitDay(row),
    exitedOn: rows.exitedOn(row),
  };
}

/** One after the other: a million of them at once are what the columns spare. */
function* historiesOf(rows: ServiceRows) {
  for (let row = 0; row < rows.count; row += 1) yield historyAt(rows, row);
}

function* daysOf(rows: ServiceRows) {
  for (let row = 0; row < rows.count; row += 1) yield rows.days(row);
}

// Of more patients a champion learns nothing that its intervals could show, and takes twice the memory.
const mostTeachers = 100_000;

function fitService(serviceId: string, rows: ServiceRows, input: EngineInput): Fitted {
  const recallDays = input.services[serviceId] ?? recallFromVisits({ [Symbol.iterator]: () => daysOf(rows) });
  rows.keepEpisodes((days) => keepEpisodeStarts(days, recallDays));
  const fitted = bgbbRhythm.fit({
    recallDays,
    asOf: input.asOf,
    histories: historiesOf(rows),
    prior: undefined,
    seed: input.seed,
  });
  const horizon = horizonDays(recallDays);
  const named = input.champions[serviceId] ?? baseModel;
  const champion =
    named === baseModel
      ? undefined
      : fitNamed(named, sampleOf(inputOf(rows, recallDays, input), mostTeachers), horizon);
  return {
    rows,
    champion,
    model: {
      serviceId,
      modelId: input.modelIds[serviceId] ?? '',
      fitted,
      horizonDays: horizon,
      champion: champion && { name: champion.name, parameters: champion.parameters, n: champion.n },
    },
  };
}

function* linesOf({ model, rows, champion }: Fitted, asOf: number, day: (number: number) => string) {
  const { recallDays } = model.fitted;
  const base = bgbbRhythm.scorer(model.fitted, asOf, model.horizonDays);
  const score = rhythmScorer({
    recallDays,
    horizonDays: model.horizonDays,
    gapPrior: fitGapPrior(historiesOf(rows), recallDays),
    returning: champion === undefined ? base : championScorer(champion, base, asOf, model.horizonDays),
  });
  for (let row = 0; row < rows.count; row += 1) {
    const { exitedOn, ...history } = historyAt(rows, row);
    const standing = {
      asOf,
      bookedOn: rows.bookedOn(row),
      noShow: rows.noShow(row),
      elder: rows.elder(row),
      exitedOn,
    };
    const line = scoreLine(day, rows.patient(row), model, asOf, score(history, standing));
    if (line !== undefined) yield line;
  }
}

/**
 * Scores a whole practice from lines of visit days: reads, fits each service, scores each patient. Pure; holds the
 * days of all patients in columns (about 100 bytes a patient and service with ten visits).
 * @cost measured by `npm run bench -- score`: about 10 µs a line, twice that under a champion other than BG/BB
 */
export function scoreEngine(input: EngineInput): ScoreEngine {
  const reader = scoringReader();
  const models: Fitted[] = [];
  return {
    accept: reader.accept,
    fit() {
      for (const [serviceId, rows] of [...reader.services].sort(([a], [b]) => (a < b ? -1 : 1))) {
        models.push(fitService(serviceId, rows, input));
      }
      reader.services.clear();
      return models.map(({ model }) => model);
    },
    *scores() {
      const day = dayWriter();
      // Each service gives back its memory when it is written.
      for (let next = models.shift(); next !== undefined; next = models.shift()) {
        yield* linesOf(next, input.asOf, day);
      }
    },
  };
}
