import { Link } from '@tanstack/react-router';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage, useWords, wordFor } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { TableScroll } from '../parts/table-scroll.tsx';
import type { Patient } from './patient-queries.ts';

interface Props {
  readonly patient: Patient;
}

/** Household, related persons, and the numbers that other systems have for the patient. */
export function People({ patient }: Props) {
  const words = useWords();
  const { household, relatedPersons, identifiers } = patient;
  return (
    <section>
      <h2>{words.patient.household}</h2>
      {household.length + relatedPersons.length === 0 ? (
        <p className="dim">{words.patient.nobodyElse}</p>
      ) : null}
      <ul className="simple-list">
        {household.map((member) => (
          <li key={member.id}>
            <Link to="/patients/$patientId" params={{ patientId: member.id }}>
              <PatientName name={member.name} />
            </Link>
          </li>
        ))}
        {relatedPersons.map((person) => (
          <li key={`${person.name} ${person.relationship}`}>
            <PatientName name={person.name} /> <span className="source">{person.relationship}</span>
          </li>
        ))}
      </ul>
      {identifiers.length === 0 ? null : (
        <p className="dim">
          {words.patient.identifiers}:{' '}
          <Note>{identifiers.map((one) => `${one.value} (${one.system})`).join(', ')}</Note>
        </p>
      )}
    </section>
  );
}

export function ActHistory({ patient }: Props) {
  const words = useWords();
  const formats = useFormats();
  return (
    <section>
      <h2>{words.patient.acts}</h2>
      {patient.acts.length === 0 ? <p className="dim">{words.patient.noActs}</p> : null}
      <ul className="simple-list">
        {patient.acts.map((act) => (
          <li key={act.id}>
            <span>{act.title}</span>
            <span className="source">
              {[
                act.outcome === null
                  ? wordFor(words.patient.actStates, act.state)
                  : wordFor(words.outcomes.names, act.outcome),
                formats.day(act.day),
              ].join(', ')}
            </span>
            {act.reason === null ? null : <Note>{act.reason}</Note>}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Episodes({ patient }: Props) {
  const words = useWords();
  const formats = useFormats();
  if (patient.episodes.length === 0) return null;
  return (
    <section>
      <h2>{words.patient.episodes}</h2>
      <ul className="simple-list">
        {patient.episodes.map((episode) => (
          <li key={episode.id}>
            <Note>{episode.problem ?? words.patient.episodes}</Note>
            <span className="source">
              {wordFor(words.patient.solved, episode.solved)}, {formats.day(episode.from)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function VisitTable({ patient }: Props) {
  const words = useWords();
  const formats = useFormats();
  const language = useLanguage();
  const { visits, visitCount } = patient;
  return (
    <section>
      <h2>
        {words.patient.visits}{' '}
        <span className="dim">
          {words.patient.visitCount(visits.length < visitCount ? visits.length : '', visitCount)}
        </span>
      </h2>
      {visits.length === 0 ? (
        <p className="dim">{words.patient.noVisits}</p>
      ) : (
        <TableScroll label={words.patient.visits}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.patient.day}</th>
                <th scope="col">{words.patient.service}</th>
                <th scope="col">{words.patient.visitStatus}</th>
                <th scope="col">{words.patient.clinician}</th>
                <th scope="col">{words.patient.location}</th>
                <th scope="col" className="figure">
                  {words.patient.wait}
                </th>
              </tr>
            </thead>
            <tbody>
              {visits.map((visit) => (
                <tr key={visit.id}>
                  <th scope="row">{formats.day(visit.day)}</th>
                  <td>{visit.service === null ? '' : inLanguage(visit.service, [language, 'en'])?.text}</td>
                  <td>
                    {visit.provisional
                      ? words.patient.provisional
                      : wordFor(words.patient.visitStatuses, visit.status)}
                  </td>
                  <td>{visit.clinician}</td>
                  <td>{visit.location}</td>
                  <td className="figure">
                    {visit.waitMinutes === null ? '' : words.common.minutes(visit.waitMinutes)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
