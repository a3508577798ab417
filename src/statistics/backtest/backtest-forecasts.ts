import { knownOn, visitsAfter } from '../returns/known-on.ts';
import {
  chanceForecasterOf,
  pointForecasterOf,
  type ReturnInput,
  type ReturnModel,
} from '../returns/return-model.ts';

/** What every model said on one day, and what followed. */
export interface OriginForecasts {
  readonly origin: number;
  /** Place of each patient in the input. */
  readonly who: Int32Array;
  /** Visits within the horizon. */
  readonly visits: Float64Array;
  /** In the order of the models; undefined where one had too little to learn from. */
  readonly said: readonly (Said | undefined)[];
}

export interface Said {
  readonly pVisit: Float64Array;
  /** Empty where only chances were asked for. */
  readonly expectedVisits: Float64Array;
}

/**
 * Stands on a day: fits each model on what was known then, and asks it about everybody who was still watched.
 * @param origin forecasts are of (origin, origin + horizon]
 * @param asked chances alone are cheaper, and all that a choice compares
 * @throws Error where a model answers with something that is no probability: a bug of that model
 * @source docs/methods/backtest.md  @cost the fits, and one forecast a patient and model
 */
export function forecastsOn(
  input: ReturnInput,
  origin: number,
  horizonDays: number,
  models: readonly ReturnModel[],
  asked: 'all' | 'chances' = 'all',
): OriginForecasts {
  const known = knownOn(input, origin);
  const watched = Int32Array.from(known.who.keys()).filter((i) => (known.observedTo[i] ?? 0) >= origin);
  const who = watched.map((i) => known.who[i] ?? 0);
  const said = models.map((model): Said | undefined => {
    const fitted = model.fit(known);
    if ('kind' in fitted) return undefined;
    const pVisit = new Float64Array(watched.length);
    const expectedVisits = new Float64Array(asked === 'all' ? watched.length : 0);
    if (asked === 'chances') {
      const say = chanceForecasterOf(fitted, horizonDays);
      for (let i = 0; i < watched.length; i += 1) {
        pVisit[i] = sane(model, say(known.histories[watched[i] ?? 0] ?? [], origin));
      }
      return { pVisit, expectedVisits };
    }
    const say = pointForecasterOf(fitted, horizonDays);
    for (let i = 0; i < watched.length; i += 1) {
      const forecast = say(known.histories[watched[i] ?? 0] ?? [], origin);
      pVisit[i] = sane(model, forecast.pVisit, forecast.expectedVisits);
      expectedVisits[i] = forecast.expectedVisits;
    }
    return { pVisit, expectedVisits };
  });
  const visits = Float64Array.from(who, (patient) =>
    visitsAfter(input.histories[patient] ?? [], origin, horizonDays),
  );
  return { origin, who, visits, said };
}

function sane({ name }: ReturnModel, pVisit: number, visits = 0): number {
  if (pVisit >= 0 && pVisit <= 1 && Number.isFinite(visits)) return pVisit;
  throw new Error(`${name} said P(visit) ${pVisit}, visits ${visits}`);
}

/** Squared errors of one model over several days; undefined when it was silent on one of them. @cost O(forecasts) */
export function lossesOf(days: readonly OriginForecasts[], model: number): Float64Array | undefined {
  const parts: Float64Array[] = [];
  for (const { said, visits } of days) {
    const mine = said[model];
    if (mine === undefined) return undefined;
    parts.push(mine.pVisit.map((p, i) => (p - ((visits[i] ?? 0) > 0 ? 1 : 0)) ** 2));
  }
  return joined(parts);
}

/** The patients of these forecasts, in the same order. @cost O(forecasts) */
export function patientsOf(days: readonly OriginForecasts[]): Float64Array {
  return joined(days.map(({ who }) => Float64Array.from(who)));
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
