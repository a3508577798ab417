import type { LocalDate } from '../../kit/local-date.ts';
import { addDays } from '../../kit/local-date.ts';
import { findSegment, type Hl7Message, textAt } from './er7.ts';
import type { Hl7Context } from './reading.ts';
import { instantText, readTime } from './times.ts';

/**
 * When the source said what the message says: EVN-2 (recorded), else MSH-7 (sent). A time that lies in the
 * future says nothing: it would silence the feed until then.
 */
export function toldAtOf(
  message: Hl7Message,
  context: Pick<Hl7Context, 'clock' | 'today'>,
): string | undefined {
  const texts = [
    textAt(message, findSegment(message, 'EVN'), 2),
    textAt(message, findSegment(message, 'MSH'), 7),
  ];
  for (const text of texts) {
    const time = readTime(text);
    if (time === undefined || time.seconds === undefined || isFuture(time.day, context.today)) continue;
    return instantText(time, context.clock);
  }
  return undefined;
}

// A zone may be a day ahead of the practice's.
function isFuture(day: LocalDate, today: LocalDate): boolean {
  return day > addDays(today, 1);
}
