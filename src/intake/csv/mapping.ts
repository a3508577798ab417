import { contentFit, isBlankCell, looksLikeDate, looksLikeEmail, looksLikePhone } from './content.ts';
import { dependsOnOrder, readDate } from './dates.ts';
import { type FieldName, fieldOf } from './fields.ts';
import { isOfSomebodyElse } from './heading-grammar.ts';
import { conceptsOf } from './heading-words.ts';
import { type Candidate, headingCandidates, leftOut } from './headings.ts';
import { sexes, squeezeWord, visitStatuses } from './statuses.ts';

export type TableKind = 'patients' | 'visits' | 'patients and visits';

/** Which column holds what, and what was not read. */
export interface Mapping {
  readonly kind: TableKind;
  /** By column, in the order of the file. */
  readonly columns: readonly (FieldName | undefined)[];
  readonly clinical: readonly string[];
  readonly secret: readonly string[];
  readonly unknown: readonly string[];
}

// Fields that several columns may share; of every other the best column is taken.
const shared = new Set<FieldName>(['patient.phone', 'patient.mobile', 'patient.email', 'patient.street']);
// When another column is surer, a column of this field is taken for that one instead.
const second = new Map<FieldName, FieldName>([
  ['visit.time', 'visit.seen_at'],
  ['visit.starts_at', 'visit.booked_at'],
]);
const sampleRows = 500;

export interface MappingHelp {
  /** Column to field by hand; null leaves the column out. */
  readonly columns?: ReadonlyMap<string, FieldName | null>;
  /** Status words that were given a meaning by hand, squeezed. */
  readonly statusWords?: ReadonlySet<string>;
}

interface Column {
  readonly heading: string;
  readonly filled: readonly string[];
  readonly candidates: readonly Candidate[];
}

/** Finds what the columns hold: by their headings, checked against what is in them; then by content alone. */
export function mapColumns(
  headings: readonly string[],
  sample: readonly (readonly string[])[],
  help: MappingHelp = {},
): Mapping {
  const given = new Map([...(help.columns ?? [])].map(([heading, field]) => [plain(heading), field]));
  const ownWords = help.statusWords ?? new Set<string>();
  const columns = headings.map((heading, i): Column => {
    const filled: string[] = [];
    for (const row of sample.slice(0, sampleRows)) {
      const cell = row[i];
      if (cell !== undefined && !isBlankCell(cell)) filled.push(cell);
    }
    if (given.has(plain(heading))) return { heading, filled, candidates: [] };
    const meant = headingCandidates(heading).map((candidate) =>
      candidate.field === 'patient.full_name' && looksLikeIds(filled)
        ? { ...candidate, field: 'patient.id' as const }
        : candidate,
    );
    const candidates = meant.filter((candidate) => {
      const fit = contentFit(candidate.field, filled, ownWords);
      // A column that is surely named keeps its field when some cells are odd: those rows are refused by
      // name.
      return candidate.field === 'visit.status' && candidate.certainty > 1 ? true : fit >= 0.5;
    });
    return { heading, filled, candidates };
  });
  const fixed = headings.map((heading) => given.get(plain(heading)));
  const kind = tableKind(columns, fixed);
  const chosen = choose(columns, fixed, kind);
  if (kind === 'visits') settleTimes(columns, fixed, chosen);
  guessByContent(columns, fixed, chosen, kind);
  if (!chosen.includes('visit.starts_at')) leaveOutVisits(fixed, chosen);
  const rest = headings.filter((heading, i) => chosen[i] === undefined && !given.has(plain(heading)));
  return {
    kind: finalKind(chosen),
    columns: chosen,
    clinical: rest.filter((heading) => leftOut(heading) === 'clinical'),
    secret: rest.filter((heading) => leftOut(heading) === 'secret'),
    unknown: rest.filter((heading) => leftOut(heading) === undefined),
  };
}

function plain(heading: string): string {
  return heading.trim().toLowerCase();
}

// A list of visits has the patient's name, birth date and a way to reach them; who is described by more is the subject.
const describesThePatient = 6;

/** Whether rows are visits. Weak words (`date`, `status`) count only together, and not in what describes a patient. */
function tableKind(
  columns: readonly Column[],
  fixed: readonly (FieldName | null | undefined)[],
): 'patients' | 'visits' {
  let weakSigns = 0;
  let weakDate = false;
  let names = 0;
  let aboutPatient = 0;
  for (const [i, column] of columns.entries()) {
    const byHand = fixed[i];
    if (byHand && fieldOf(byHand).of === 'visit' && byHand !== 'visit.clinician') return 'visits';
    const visit = column.candidates.filter((candidate) => fieldOf(candidate.field).of === 'visit');
    const sure = visit.some((candidate) => candidate.certainty >= 2 && candidate.field !== 'visit.clinician');
    const alsoPatient = column.candidates.some((candidate) => fieldOf(candidate.field).of === 'patient');
    if (sure && !alsoPatient) return 'visits';
    if (visit.length > 0) weakSigns += 1;
    else if (column.candidates.some(({ certainty }) => certainty >= 2)) aboutPatient += 1;
    if (visit.some((candidate) => candidate.field === 'visit.starts_at')) weakDate = true;
    if (column.candidates.some((candidate) => candidate.field.endsWith('_name'))) names += 1;
  }
  const together = weakSigns >= 3 && aboutPatient < describesThePatient;
  return weakDate && (together || names === 0) ? 'visits' : 'patients';
}

// In a table of visits these are the visit's, unless the heading says whose they are: a visit that was archived is not a
// patient who left.
const endings = new Set<FieldName>(['patient.exited_on', 'patient.inactive', 'patient.status']);

function allowed({ field, certainty }: Candidate, heading: string, kind: 'patients' | 'visits'): boolean {
  if (fieldOf(field).of === 'visit') return kind === 'visits';
  if (kind === 'visits' && endings.has(field)) return conceptsOf(heading).includes('patient');
  // In a table of visits a bare `id`, `created` or `status` is the visit's.
  return kind === 'patients' || certainty > 1 || field === 'patient.full_name' || field === 'patient.state';
}

function choose(
  columns: readonly Column[],
  fixed: readonly (FieldName | null | undefined)[],
  kind: 'patients' | 'visits',
): (FieldName | undefined)[] {
  const chosen: (FieldName | undefined)[] = fixed.map((field) => field ?? undefined);
  const taken = new Set(chosen.filter((field) => field !== undefined));
  const open = columns.flatMap((column, i) =>
    fixed[i] === undefined
      ? column.candidates
          .filter((candidate) => allowed(candidate, column.heading, kind))
          .map((candidate) => ({ i, ...candidate }))
      : [],
  );
  open.sort((a, b) => b.certainty - a.certainty || preference(b, kind) - preference(a, kind) || a.i - b.i);
  for (const { i, field } of open) {
    if (chosen[i] !== undefined) continue;
    const free = [field, second.get(field)].find(
      (name) => name !== undefined && (!taken.has(name) || shared.has(name)),
    );
    if (free === undefined) continue;
    chosen[i] = free;
    taken.add(free);
  }
  // Where `start time` turned out to be when treatment began, `end time` is when it ended.
  const seen = columns.findIndex(
    (column, i) => chosen[i] === 'visit.seen_at' && /start/i.test(column.heading),
  );
  const end = chosen.indexOf('visit.ends_at');
  if (seen >= 0 && end >= 0 && !taken.has('visit.left_at') && fixed[end] === undefined)
    chosen[end] = 'visit.left_at';
  return chosen;
}

// Of two fields that a heading fits equally, the one that belongs to this kind of table.
function preference(candidate: { readonly field: FieldName }, kind: 'patients' | 'visits'): number {
  return fieldOf(candidate.field).of === (kind === 'visits' ? 'visit' : 'patient') ? 1 : 0;
}

function looksLikeIds(filled: readonly string[]): boolean {
  return filled.length > 0 && filled.every((cell) => /^[\w.-]*\d[\w.-]*$/.test(cell.trim()));
}

const phoneWords = new Set(['phone', 'mobile', 'contact']);

/**
 * Which column is when the visit begins, where headings alone do not say: an `Appointment time` that holds whole dates,
 * a `Scheduled date` that is the visit's in one system and the booking's in another. A booking is never after its visit.
 */
function settleTimes(
  columns: readonly Column[],
  fixed: readonly (FieldName | null | undefined)[],
  chosen: (FieldName | undefined)[],
): void {
  const move = (from: number, field: FieldName): void => {
    if (from >= 0 && fixed[from] === undefined) chosen[from] = field;
  };
  const time = chosen.indexOf('visit.time');
  const cells = columns[time]?.filled ?? [];
  if (!chosen.includes('visit.starts_at') && cells.length > 0 && cells.every(looksLikeDate)) {
    move(time, 'visit.starts_at');
  }
  const booked = chosen.indexOf('visit.booked_at');
  const couldStart = columns[booked]?.candidates.some(({ field }) => field === 'visit.starts_at') === true;
  if (!chosen.includes('visit.starts_at') && couldStart) {
    move(booked, 'visit.starts_at');
    move(
      columns.findIndex(
        ({ candidates }, i) =>
          chosen[i] === undefined && candidates.some(({ field }) => field === 'visit.booked_at'),
      ),
      'visit.booked_at',
    );
  }
  const starts = chosen.indexOf('visit.starts_at');
  const weak = columns[starts]?.candidates.some(
    ({ field, certainty }) => field === 'visit.starts_at' && certainty === 1,
  );
  const other = chosen.indexOf('visit.booked_at');
  if (weak && couldStart && bookedAfter(columns[other]?.filled ?? [], columns[starts]?.filled ?? [])) {
    move(starts, 'visit.booked_at');
    move(other, 'visit.starts_at');
  }
}

// Only where no cell depends on the order of day and month: a wrong order would look like a wrong column.
function bookedAfter(booked: readonly string[], starts: readonly string[]): boolean {
  const rows = Math.min(booked.length, starts.length);
  if (booked.length !== starts.length || rows < 3) return false;
  let after = 0;
  for (let i = 0; i < rows; i += 1) {
    const [one, two] = [booked[i] ?? '', starts[i] ?? ''];
    if (dependsOnOrder(one) || dependsOnOrder(two)) continue;
    const [made, begins] = [readDate(one, 'month_first', 2100), readDate(two, 'month_first', 2100)];
    if (made !== undefined && begins !== undefined && made.day > begins.day) after += 1;
  }
  return after * 2 > rows;
}

function guessByContent(
  columns: readonly Column[],
  fixed: readonly (FieldName | null | undefined)[],
  chosen: (FieldName | undefined)[],
  kind: 'patients' | 'visits',
): void {
  for (const [i, column] of columns.entries()) {
    const { filled, heading } = column;
    if (chosen[i] !== undefined || fixed[i] === null || filled.length < 3 || leftOut(heading) !== undefined)
      continue;
    // What is in the column of a guardian or a clinician looks like the patient's own, and is not.
    const concepts = conceptsOf(heading);
    if (isOfSomebodyElse(concepts) || concepts.includes('provider') || concepts.includes('location'))
      continue;
    const share = (fits: (cell: string) => boolean): number =>
      filled.filter((cell) => fits(cell.trim())).length / filled.length;
    const distinct = new Set(filled.map((cell) => squeezeWord(cell)));
    let field: FieldName | undefined;
    if (share(looksLikeEmail) > 0.9) field = 'patient.email';
    else if (
      !chosen.includes('patient.sex') &&
      distinct.size > 1 &&
      [...distinct].every((word) => sexes.has(word))
    ) {
      field = 'patient.sex';
    } else if (
      kind === 'visits' &&
      !chosen.includes('visit.status') &&
      distinct.size > 1 &&
      [...distinct].every((word) => visitStatuses.has(word) && word.length > 1)
    ) {
      field = 'visit.status';
    } else if (concepts.some((concept) => phoneWords.has(concept)) && share(looksLikePhone) > 0.8)
      field = 'patient.phone';
    if (field !== undefined) chosen[i] = field;
  }
}

// Without a day there is no visit: what else a list of patients or of policies says of an end or a status is not one's.
function leaveOutVisits(
  fixed: readonly (FieldName | null | undefined)[],
  chosen: (FieldName | undefined)[],
): void {
  for (const [i, field] of chosen.entries())
    if (field !== undefined && fixed[i] === undefined && fieldOf(field).of === 'visit') chosen[i] = undefined;
}

function finalKind(chosen: readonly (FieldName | undefined)[]): TableKind {
  if (!chosen.some((field) => field === 'visit.starts_at')) return 'patients';
  const about = chosen.filter((field) => field?.startsWith('patient.') && field !== 'patient.id');
  return about.length > 0 ? 'patients and visits' : 'visits';
}
