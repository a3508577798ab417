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

export const loyaltyOperations = [readLookBack] as const;
