import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import type { MatchSide, PossibleMatch } from './match-queries.ts';

interface Row {
  readonly label: string;
  /** Of the comparison: whose reasons stand beside the two values. */
  readonly fields: readonly string[];
  readonly of: (side: MatchSide) => string;
}

function useRows(): readonly Row[] {
  const words = useWords();
  const formats = useFormats();
  const { rows } = words.matches;
  return [
    {
      label: rows.birth,
      fields: ['birth_date'],
      of: ({ birthDate }) => (birthDate === null ? '' : formats.partialDay(birthDate)),
    },
    { label: rows.sex, fields: ['sex'], of: ({ sex }) => wordFor(words.matches.sexes, sex) },
    { label: rows.phone, fields: ['phone'], of: ({ phones }) => phones.join(', ') },
    { label: rows.email, fields: ['email'], of: ({ emails }) => emails.join(', ') },
    {
      label: rows.address,
      fields: ['street', 'postal_code', 'city'],
      of: ({ addresses }) => addresses.join('; '),
    },
    {
      label: rows.numbers,
      fields: ['rule'],
      of: ({ identifiers }) => identifiers.map(({ system, value }) => `${system} ${value}`).join(', '),
    },
    {
      label: rows.visits,
      fields: [],
      of: ({ visits, lastVisit }) =>
        words.matches.visits(visits, lastVisit === null ? '' : formats.day(lastVisit)),
    },
    { label: rows.status, fields: [], of: ({ status }) => wordFor(words.statuses, status) },
  ];
}

function Reasons({ match, fields }: { readonly match: PossibleMatch; readonly fields: readonly string[] }) {
  const words = useWords();
  const why = match.why.filter(({ field }) => fields.includes(field));
  return (
    <td>
      {why.map(({ field, level, weight }) => (
        <span key={field} className={weight < 0 ? 'reason against' : 'reason'}>
          {fields.length > 1 ? `${wordFor(words.matches.fields, field)}: ` : ''}
          {wordFor(words.matches.levels, level)}
          {weight === 0 ? '' : ` (${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)})`}
        </span>
      ))}
    </td>
  );
}

/** Two patients side by side, and beside each line what it says for or against their being one. */
export function MatchTable({ match }: { readonly match: PossibleMatch }) {
  const words = useWords();
  const rows = useRows();
  return (
    <TableScroll label={words.matches.comparison}>
      <table className="match">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{words.matches.field}</span>
            </th>
            {[match.one, match.other].map((side) => (
              <th scope="col" key={side.id}>
                <Link to="/patients/$patientId" params={{ patientId: side.id }}>
                  <PatientName name={side.name} />
                </Link>
              </th>
            ))}
            <th scope="col">{words.matches.evidence}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{words.matches.rows.name}</th>
            <td>
              <PatientName name={match.one.name} />
            </td>
            <td>
              <PatientName name={match.other.name} />
            </td>
            <Reasons match={match} fields={['given_name', 'family_name', 'name_order']} />
          </tr>
          {rows.map(({ label, fields, of }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>
                <Note>{of(match.one)}</Note>
              </td>
              <td>
                <Note>{of(match.other)}</Note>
              </td>
              <Reasons match={match} fields={fields} />
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
