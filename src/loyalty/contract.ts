import * as z from 'zod/mini';
import { operation } from '../kit/contract.ts';
import type { Verb } from '../practice/policy.ts';

const figure = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.int() });
const tooFew = z.object({ n: z.int(), needed: z.int() });
const named = z.object({ named: z.int(), stayedAway: z.int(), share: figure });

/** What could have been said a year before the record ends, against what followed. */
export const lookBackShape = z.object({
  /** The last day that the record covers. */
  day: z.string(),
  /** The day that is stood on; nothing later was shown to the model. */
  origin: z.string(),
  horizonDays: z.int(),
  madeAt: z.string(),
  /** Seen within the 18 months before the origin: whom the rule calls active. */
  active: z.int(),
  didNotReturn: z.int(),
  awayShare: figure,
  caveats: z.array(z.enum(['bookings_unknown', 'exits_unknown', 'history_short'])),
  /** Null: too few came or stayed away to compare; `tooFew` says how many there are. */
  compared: z.nullable(
    z.object({
      ours: named,
      /** As many, but those who had been away longest. */
      longestAway: named,
      /** From our naming to the day the 18-month rule would have; null: nobody named stayed away. */
      daysEarlier: z.nullable(z.object({ median: z.int(), from: z.int(), to: z.int(), n: z.int() })),
      model: z.object({ name: z.string(), n: z.int() }),
      quality: z.object({
        brier: figure,
        auc: z.nullable(figure),
        ruleBrier: figure,
        recencyAuc: z.nullable(figure),
      }),
    }),
  ),
  tooFew: z.nullable(tooFew),
});

export const readLookBack = operation({
  name: 'loyalty.lookBack',
  method: 'GET',
  path: '/api/look-back',
  summary:
    'Standing a year back: whom the model would have named, whom the 18-month rule, and who stayed away',
  verb: 'overview.read' satisfies Verb,
  input: {},
  reply: z.object({
    /** `none`: no visits are known; `waiting`: an import came in and is being looked at. */
    state: z.enum(['none', 'waiting', 'made']),
    lookBack: z.nullable(lookBackShape),
  }),
});

const count = z.object({ n: z.int(), of: z.int() });

/** How good the models of one service were on its own past. */
export const checkShape = z.object({
  serviceId: z.string(),
  service: z.record(z.string(), z.string()),
  day: z.string(),
  madeAt: z.string(),
  /** The model that scores are made with. */
  champion: z.string(),
  because: z.enum(['one-standard-error', 'rule-is-better', 'short-record', 'too-few-labels']),
  /** Patients of whom it is known how it went. */
  labels: z.int(),
  patients: z.int(),
  recallDays: z.int(),
  horizonDays: z.int(),
  /** On the newest day of which the end is known; null: the record is too short. */
  test: z.nullable(
    z.object({
      origin: z.string(),
      patients: z.int(),
      came: z.int(),
      /** What would have been the champion then, and after it the naive rules. */
      rows: z.array(
        z.object({
          name: z.string(),
          brier: z.nullable(figure),
          auc: z.nullable(figure),
          slope: z.nullable(figure),
          bias: z.number(),
          mae: z.number(),
        }),
      ),
      /** Ten groups of patients who were given about the same chance, ascending. */
      bins: z.array(
        z.object({
          meanForecast: z.number(),
          share: figure,
          ofHundred: z.object({ said: z.number(), came: z.number(), low: z.number(), high: z.number() }),
        }),
      ),
      missed: z.object({ stayedAway: count, came: count }),
      z: z.nullable(z.number()),
      calibrationError: z.nullable(z.object({ error: z.number(), noiseFloor: z.number() })),
    }),
  ),
  windowDays: z.int(),
  cohorts: z.array(
    z.object({
      quarter: z.string(),
      joined: z.int(),
      cells: z.array(z.object({ window: z.int(), kept: figure, exited: z.int() })),
      /** Windows that are not over for all who joined. */
      immature: z.int(),
    }),
  ),
  survival: z.array(z.object({ days: z.int(), share: figure })),
});

export const readPredictions = operation({
  name: 'loyalty.predictions',
  method: 'GET',
  path: '/api/predictions',
  summary:
    'How good the predictions are, by service: against what came, and beside the rules that practices use',
  verb: 'overview.read' satisfies Verb,
  input: {},
  reply: z.object({
    /** At most fifty, the one with most patients first; empty: nothing has been checked yet. */
    services: z.array(checkShape),
  }),
});

export const loyaltyOperations = [readLookBack, readPredictions] as const;
