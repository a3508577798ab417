import type { Selectable } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { ConsentTable, PatientTable, RelatedPersonTable } from '../../database/tables/patients.ts';
import type { PatientId, PracticeId } from '../../kit/ids.ts';
import type { ContactRow } from './people.ts';
import type { VisitRow } from './visits.ts';

const pageRows = 2000;
const firstId = '00000000-0000-0000-0000-000000000000';

// By id, a page at a time: memory does not grow with the practice.
async function* pages<Row extends { readonly id: string }>(
  read: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after = firstId; ; ) {
    const rows = await read(after);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.id;
  }
}

export function patientPages(
  db: Db,
  practice: PracticeId,
): AsyncGenerator<readonly Selectable<PatientTable>[]> {
  return pages((after) =>
    db
      .selectFrom('patient')
      .selectAll()
      .where('practice_id', '=', practice)
      .where('id', '>', after as PatientId)
      .orderBy('id')
      .limit(pageRows)
      .execute(),
  );
}

export function relatedPersonPages(
  db: Db,
  practice: PracticeId,
): AsyncGenerator<readonly Selectable<RelatedPersonTable>[]> {
  return pages((after) =>
    db
      .selectFrom('related_person')
      .selectAll()
      .where('practice_id', '=', practice)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageRows)
      .execute(),
  );
}

export function visitPages(db: Db, practice: PracticeId): AsyncGenerator<readonly VisitRow[]> {
  return pages((after) =>
    db
      .selectFrom('visit')
      .selectAll()
      .where('practice_id', '=', practice)
      .where('id', '>', after as VisitRow['id'])
      .orderBy('id')
      .limit(pageRows)
      .execute(),
  );
}

export function consentPages(
  db: Db,
  practice: PracticeId,
): AsyncGenerator<readonly (Selectable<ConsentTable> & { readonly holds: boolean })[]> {
  return pages((after) =>
    db
      .selectFrom('consent')
      .selectAll()
      .select((eb) =>
        eb
          .not(
            eb.exists(
              eb
                .selectFrom('consent as later')
                .select('later.id')
                .where('later.practice_id', '=', practice)
                .whereRef('later.patient_id', '=', 'consent.patient_id')
                .whereRef('later.purpose', '=', 'consent.purpose')
                .whereRef('later.channel', '=', 'consent.channel')
                .whereRef('later.at', '>', 'consent.at'),
            ),
          )
          .$castTo<boolean>()
          .as('holds'),
      )
      .where('consent.practice_id', '=', practice)
      .where('consent.id', '>', after)
      .orderBy('consent.id')
      .limit(pageRows)
      .execute(),
  );
}

export async function contactsOf(
  db: Db,
  practice: PracticeId,
  patients: readonly PatientId[],
): Promise<ReadonlyMap<PatientId, readonly ContactRow[]>> {
  // A page of patients has a bounded number of ways to reach them.
  const rows = await db
    .selectFrom('contact_point')
    .selectAll()
    .where('practice_id', '=', practice)
    .where('patient_id', 'in', patients)
    .orderBy('patient_id')
    .orderBy('rank')
    .orderBy('id')
    .execute();
  return grouped(rows);
}

export async function identifiersOf(db: Db, practice: PracticeId, patients: readonly PatientId[]) {
  const rows = await db
    .selectFrom('patient_identifier')
    .selectAll()
    .where('practice_id', '=', practice)
    .where('patient_id', 'in', patients)
    .orderBy('patient_id')
    .orderBy('system')
    .orderBy('value')
    .execute();
  return grouped(rows);
}

function grouped<Row extends { readonly patient_id: PatientId }>(
  rows: readonly Row[],
): ReadonlyMap<PatientId, readonly Row[]> {
  const groups = new Map<PatientId, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.patient_id);
    if (group === undefined) groups.set(row.patient_id, [row]);
    else group.push(row);
  }
  return groups;
}
