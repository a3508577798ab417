import { dayNumber, parseLocalDate } from '../kit/local-date.ts';
import { type Outcome, refuse } from '../kit/outcome.ts';
import type { CustomerLog, Unit } from './log.ts';
import { readEvents } from './read-events.ts';
import { readSummary } from './read-summary.ts';

/** What was asked for on the command line, as it stands there. */
export interface LogRequest {
  readonly events?: string;
  readonly id?: string;
  readonly date?: string;
  readonly value?: string;
  readonly until?: string;
  readonly summary?: string;
  readonly x?: string;
  readonly tx?: string;
  readonly t?: string;
  readonly litt?: string;
  readonly weight?: string;
  readonly unit: Unit;
}

/** Reads the log that is asked for; refuses in words what does not go together. */
export async function readLog(request: LogRequest): Promise<Outcome<CustomerLog>> {
  const { events, summary, id, date, value, unit } = request;
  if ((events === undefined) === (summary === undefined)) {
    return refuse('invalid_input', 'say --events with a log of events, or --summary with a summary of one');
  }
  if (events !== undefined) {
    if (id === undefined || date === undefined || request.until === undefined) {
      return refuse(
        'invalid_input',
        'with --events, say --id and --date with their columns and --until with a day',
      );
    }
    const until = parseLocalDate(request.until);
    if (until === undefined) {
      return refuse('invalid_input', `--until takes a day such as 2026-03-31, not ${request.until}`);
    }
    return readEvents({ file: events, id, date, value }, dayNumber(until), unit);
  }
  const { x, tx, t, litt, weight } = request;
  if (summary === undefined || x === undefined || tx === undefined || t === undefined) {
    return refuse('invalid_input', 'with --summary, say --x, --tx and --t with their columns');
  }
  return readSummary({ file: summary, id, x, tx, t, litt, weight, value }, unit);
}
