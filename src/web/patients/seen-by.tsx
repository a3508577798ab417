import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { wordFor } from '../app/words.ts';
import { useAuditWords } from '../audit/audit-words.ts';
import { deedKey } from '../audit/deed-keys.ts';
import { Region } from '../parts/region.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import { seenByQuery } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

function List({ patientId }: { readonly patientId: string }) {
  const words = usePatientWords().seen;
  const { deeds } = useAuditWords();
  const formats = useFormats();
  const query = useQuery(seenByQuery(patientId));
  return (
    <Region query={query} rows={1}>
      {({ people }) => (
        <details className="seen-by">
          <summary>{words.people(people.length)}</summary>
          <TableScroll label={words.people(people.length)}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.who}</th>
                  <th scope="col">{words.last}</th>
                  <th scope="col">{words.did}</th>
                </tr>
              </thead>
              <tbody>
                {people.map((person) => (
                  <tr key={person.staffMemberId ?? ''}>
                    <th scope="row">
                      <bdi>{person.name ?? words.program}</bdi>
                    </th>
                    <td>{formats.moment(person.lastAt)}</td>
                    <td>{person.on.map((one) => wordFor(deeds, deedKey(one))).join(' · ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </details>
      )}
    </Region>
  );
}

/** For managers: who has seen this patient. For anybody else, nothing. */
export function SeenBy({ patientId }: { readonly patientId: string }) {
  return useMay('audit.read') ? <List patientId={patientId} /> : null;
}
