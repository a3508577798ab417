import { sql } from 'kysely';
import type { HouseholdId, InboundId, PatientId } from '../../kit/ids.ts';
import { localDateIn, wallTime } from '../../kit/instant.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Words } from '../../kit/words.ts';
import { told, toldDay } from '../../words/told.ts';
import { type Fact, householdJoin, mostCandidates, type Occasion } from './occasion.ts';

interface Row {
  inbound_id: InboundId;
  patient_id: PatientId;
  household_id: HouseholdId | null;
  kind: keyof typeof told.facts.asked;
  via: string;
  words: string;
  worry: number | null;
  received_at: Date;
  answer_by: Date;
  zone: string;
  total: number;
}

// A line on Today, not the letter: the whole of it stands on the list of what waits.
const mostLetters = 200;

function shortened(words: string): string {
  const letters = [...words];
  return letters.length <= mostLetters ? words : `${letters.slice(0, mostLetters - 1).join('')}…`;
}

function askedFact(row: Row): string {
  const { asked } = told.facts;
  const words = shortened(row.words);
  switch (row.kind) {
    case 'call_me':
      return asked.call_me;
    case 'worry':
      return asked.worry(row.worry ?? 0);
    default:
      return asked[row.kind](words);
  }
}

// Whoever ends with a question mark has ended.
const stop = (words: string): string => (/[.?!…]$/u.test(words) ? '' : '.');

/** What they asked, as it is said back to them. */
function saidBack(row: Row): Words {
  const words = shortened(row.words);
  switch (row.kind) {
    case 'call_me':
      return { en: 'You asked us to call you.', es: 'Nos pidió que le llamáramos.' };
    case 'move_request':
      return { en: 'You asked us for another time.', es: 'Nos pidió otra hora.' };
    case 'worry':
      return {
        en: 'You told us that you are worried about your visit.',
        es: 'Nos dijo que le preocupa su visita.',
      };
    default:
      return { en: `You asked us: “${words}”${stop(words)}`, es: `Nos preguntó: «${words}»${stop(words)}` };
  }
}

function clockOf(at: Date, zone: string): string {
  const { day, minutes } = wallTime(at, zone);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return `${toldDay(day)}, ${clock}`;
}

/** Somebody asked us something and waits: owed, with the clock of one opening hour. */
export const inboundWaiting: Occasion = {
  restsOnSchedule: false,
  find: async ({ db, view, practice, most = mostCandidates }) => {
    // Strangers are prospective patients: they are no part of any other occasion, but of this one.
    const found = await sql<Row>`
      select i.id as inbound_id, p.id as patient_id, hm.household_id, i.kind, i.via, i.words, i.worry, i.received_at,
        i.answer_by, coalesce(l.zone, ${practice.zone}) as zone, count(*) over ()::int as total
      from inbound i
      join patient p on p.practice_id = ${view.practice} and p.id = i.patient_id
      left join location l on l.practice_id = ${view.practice} and l.id = i.location_id
      ${householdJoin(view)}
      where i.practice_id = ${view.practice} and p.status <> 'exited' and p.deceased_on is null
        and i.received_at <= ${view.knownAt} and (i.answered_at is null or i.answered_at > ${view.knownAt})
      order by i.answer_by, i.id
      limit ${most}`.execute(db);
    const candidates = found.rows.map((row) => {
      const since: LocalDate = localDateIn(row.zone, row.received_at);
      const source = row.via === 'phone' ? told.sources.phoneNote : told.sources.page;
      const facts: readonly Fact[] = [
        { fact: askedFact(row), source, date: since },
        { fact: told.facts.answerBy(clockOf(row.answer_by, row.zone)), source, date: since },
      ];
      return {
        patientId: row.patient_id,
        householdId: row.household_id,
        occurrence: `inbound:${row.inbound_id}`,
        dueFrom: since,
        dueTo: localDateIn(row.zone, row.answer_by),
        deadline: row.answer_by,
        facts,
        merge: { asked: { words: saidBack(row) } },
        premise: { inboundId: row.inbound_id },
      };
    });
    return { candidates, total: found.rows[0]?.total ?? 0 };
  },
  gone: async ({ db, view, premise }) => {
    const found = await sql<{ answered: boolean }>`
      select answered_at is not null as answered from inbound
      where practice_id = ${view.practice} and id = ${premise.inboundId}`.execute(db);
    return found.rows[0]?.answered === false ? undefined : told.gone.answered;
  },
};
