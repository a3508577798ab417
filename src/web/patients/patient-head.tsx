import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import type { Patient } from './patient-queries.ts';

function MayDoNow({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const lines = [
    ...patient.mayDoNow.map((one) => ({ ...one, label: wordFor(words.channels, one.channel) })),
    { ...patient.offers, label: words.patient.offers },
  ];
  return (
    <dl className="band" aria-label={words.patient.mayDoNow}>
      <div>
        <dt>{words.patient.mayDoNow}:</dt>
      </div>
      {lines.map((line) => (
        <div key={line.label}>
          <dt>{line.label}</dt>
          <dd className={line.verdict}>
            {wordFor(words.patient.verdicts, line.verdict)}
            {line.words !== '' ? <small> ({line.words})</small> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Who this is, how to say it and how to reach them, and what may be done right now. */
export function PatientHead({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const formats = useFormats();
  const { spokenLanguage: spoken, writtenLanguage: written } = patient;
  const facts = [
    patient.pronouns,
    patient.birthDate === null ? '' : words.patients.born(formats.partialDay(patient.birthDate)),
    spoken === null ? '' : words.patient.speaks(formats.languageName(spoken)),
    written === null || written === spoken ? '' : words.patient.reads(formats.languageName(written)),
    patient.needsInterpreter ? words.patient.interpreter : '',
  ].filter((fact) => fact !== '');
  return (
    <header>
      <div className="patient-head">
        <h1>
          <PatientName name={patient.name} />
        </h1>
        {patient.pronunciation === '' ? null : (
          <p>
            (<Note>{patient.pronunciation}</Note>)
          </p>
        )}
        <p>{facts.join(' · ')}</p>
      </div>
      <ul className="ways">
        {patient.reachBy.map((way) => (
          <li key={`${way.kind} ${way.value}`}>
            <span className="dim">{wordFor(words.ways, way.kind)}</span> <Note>{way.value}</Note>{' '}
            {way.belongsTo === 'self' ? null : (
              <span className="dim">{words.today.belongsTo(way.belongsTo)}</span>
            )}
          </li>
        ))}
      </ul>
      {patient.reachBy.length === 0 ? <p className="dim">{words.today.noWay}</p> : null}
      {patient.exit === null ? null : (
        <p className="problem">
          {words.patient.exited(
            wordFor(words.patient.exits, patient.exit.reason),
            patient.exit.on === null ? '' : formats.day(patient.exit.on),
          )}
        </p>
      )}
      <MayDoNow patient={patient} />
    </header>
  );
}
