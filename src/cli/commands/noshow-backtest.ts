import { dayNumber, parseLocalDate } from '../../kit/local-date.ts';
import { refuse } from '../../kit/outcome.ts';
import { backtestNoShow, mostBelievable } from '../../statistics/noshow/no-show-backtest.ts';
import type { Feature, WhyLeftOut } from '../../statistics/noshow/no-show-design.ts';
import type { AppointmentField } from '../appointment-fields.ts';
import { readAppointments } from '../read-appointments.ts';
import { answer, CommandRefused, say } from '../say.ts';

export interface NoShowBacktestOptions extends Partial<Record<AppointmentField, string>> {
  readonly appointments: string;
  readonly splitDate: string;
  readonly dates?: 'day-first' | 'month-first';
  readonly json?: boolean;
}

// Of many bad rows the first few tell what is wrong.
const mostBadRows = 20;

/** Fits on the visits before a day, forecasts those after it. Needs no practice and writes nothing. */
export async function runNoShowBacktest(options: NoShowBacktestOptions): Promise<void> {
  const { appointments, splitDate, dates, json = false, ...said } = options;
  const split = parseLocalDate(splitDate);
  if (split === undefined) throw refused(`--split-date takes a day such as 2025-03-31, not ${splitDate}`);
  const order = dates === undefined ? undefined : dates === 'day-first' ? 'day_first' : 'month_first';
  const read = await readAppointments(appointments, said, order);
  if (!read.ok) throw new CommandRefused(read.refusal);
  const { bookings, columns, rows, neither, bad } = read.value;
  for (const one of bad.slice(0, mostBadRows)) {
    say(`${one.file}, row ${one.row}, ${one.column || 'the whole line'}: ${one.value}: ${one.reason}`);
  }
  if (bad.length > mostBadRows) say(`and ${bad.length - mostBadRows} more rows that were left out`);
  const found = backtestNoShow(bookings, dayNumber(split));
  if (found.kind === 'too-few') {
    throw refused(
      `too few visits to tell: ${found.n} of the rarer outcome on one side of ${split}, ${found.needed} are needed`,
    );
  }
  if (found.kind === 'leakage') {
    throw refused(
      `this is too good to be true: an AUC of ${found.auc.toFixed(3)}, and honest forecasts stay under ${mostBelievable}; a column knows what happened after the booking, so nothing is reported`,
    );
  }
  const skill = 1 - found.brier / found.brierBase;
  const report = {
    auc: found.auc.value,
    aucLow: found.auc.low,
    aucHigh: found.auc.high,
    aucExcludingSameDay: found.aucExcludingSameDay?.value ?? null,
    brier: found.brier,
    brierBase: found.brierBase,
    brierSkill: skill,
    slope: found.slope ?? null,
    n: found.n,
    trainedOn: found.trainedOn,
    skill: found.skill,
    columns,
    leftOut: found.leftOut,
    rows,
    neitherMissedNorKept: neither,
    badRows: bad.length,
    firstBadRows: bad.slice(0, mostBadRows),
  };
  answer(json, report, () =>
    [
      found.skill
        ? `Forecasts of missed visits are worth having: ${(100 * skill).toFixed(1)} % better than giving everybody the usual rate.`
        : 'No skill: what was known at booking does not tell who misses a visit. Giving everybody the usual rate is as good.',
      `AUC ${found.auc.value.toFixed(3)} (${found.auc.low.toFixed(3)} to ${found.auc.high.toFixed(3)}), of visits booked ahead ${found.aucExcludingSameDay?.value.toFixed(3) ?? 'not told'}`,
      `Brier ${found.brier.toFixed(4)}, the usual rate ${found.brierBase.toFixed(4)}; slope ${found.slope?.toFixed(2) ?? 'not told'}`,
      `${found.n} visits from ${split} on, learnt from ${found.trainedOn} before`,
      ...found.leftOut.map(({ feature, why }) => `left out: ${features[feature]}, ${reasons[why]}`),
    ].join('\n'),
  );
}

const features: Readonly<Record<Feature, string>> = {
  lead: 'how long ahead it was booked',
  history: 'the patient\u2019s own earlier visits',
  age: 'age',
  hour: 'the hour of the visit',
  booked_hour: 'the hour of booking',
  weekday: 'the day of the week',
  service: 'the service',
  reminder: 'reminders',
};

const reasons: Readonly<Record<WhyLeftOut, string>> = {
  not_told: 'the file does not tell',
  never_varies: 'it is the same for all',
  follows_lead: 'whether one went out follows from how long ahead the visit was booked, or nobody can tell',
};

function refused(words: string): CommandRefused {
  return new CommandRefused(refuse('invalid_input', words).refusal);
}
