import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { MayDoNow } from './may-do-now.tsx';
import { NotSent } from './not-sent.tsx';
import { Origin } from './origin.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { Ways } from './ways.tsx';

type RecordFact = 'name' | 'birth_date' | 'language';

function OfRecord({ patient, fact }: { readonly patient: Patient; readonly fact: RecordFact }) {
  const words = usePatientWords().origin;
  return (
    <Origin patientId={patient.id} fact={fact} label={words.facts[fact]}>
      {() => <p className="dim">{words.elsewhere}</p>}
    </Origin>
  );
}

/** Who this is, how to say it and how to reach them, and what may be done right now. */
export function PatientHead({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const formats = useFormats();
  const { spokenLanguage: spoken, writtenLanguage: written } = patient;
  const languages = [
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
        <OfRecord patient={patient} fact="name" />
        {patient.pronunciation === '' ? null : (
          <p>
            (<Note>{patient.pronunciation}</Note>)
          </p>
        )}
        {patient.pronouns === '' ? null : <p>{patient.pronouns}</p>}
        {languages.length === 0 ? null : (
          <div className="dim">
            {languages.join(' · ')} <OfRecord patient={patient} fact="language" />
          </div>
        )}
        {patient.birthDate === null ? null : (
          <div className="dim">
            {words.patients.born(formats.partialDay(patient.birthDate))}{' '}
            <OfRecord patient={patient} fact="birth_date" />
          </div>
        )}
      </div>
      <Ways patient={patient} />
      {patient.exit === null ? null : (
        <p className="problem">
          {words.patient.exited(
            wordFor(words.patient.exits, patient.exit.reason),
            patient.exit.on === null ? '' : formats.day(patient.exit.on),
          )}
        </p>
      )}
      <MayDoNow patient={patient} />
      <NotSent patient={patient} />
    </header>
  );
}
