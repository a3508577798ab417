import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { useChange } from '../parts/use-change.ts';
import { Origin } from './origin.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

function MakePromise({ patientId, close }: { readonly patientId: string; readonly close: () => void }) {
  const words = useWords();
  const today = useSession()?.today ?? '';
  const change = useChange(['patients']);
  const [text, setText] = useState('');
  const [dueOn, setDueOn] = useState(today);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { words: text.trim(), dueOn, source: 'call' as const };
    if (!(await change.run('makePromise', { params: { patientId }, body }, words.common.saved))) return;
    setText('');
    close();
  };
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <TextInput
        className="wide"
        label={words.patient.promiseWords}
        maxLength={500}
        autoFocus
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.patient.promiseDue}
        min={today}
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        loading={change.busy}
        disabled={text.trim() === '' || dueOn === ''}
      >
        {words.common.add}
      </Button>
    </form>
  );
}

/** What somebody here told the patient would happen, and whether it has. */
export function Promises({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const formats = useFormats();
  const page = usePatientWords();
  const [adding, setAdding] = useState(false);
  const mayChange = useMay('promises.change');
  return (
    <section>
      <h2>{words.patient.promises}</h2>
      {patient.promises.length === 0 ? <p className="dim">{words.patient.noPromises}</p> : null}
      <ul className="simple-list">
        {patient.promises.map((promise) => (
          <li key={promise.id}>
            <Note>{promise.words}</Note>
            <span className={promise.state === 'broken' ? 'source late' : 'source'}>
              {words.patient.promiseLine(
                wordFor(words.patient.promiseStates, promise.state),
                formats.day(promise.dueOn),
                promise.owner,
              )}
            </span>
            <Origin patientId={patient.id} fact={`promise:${promise.id}`} label={promise.words}>
              {() => <p className="dim">{page.origin.promiseStays}</p>}
            </Origin>
          </li>
        ))}
      </ul>
      {!mayChange ? null : adding ? (
        <MakePromise patientId={patient.id} close={() => setAdding(false)} />
      ) : (
        <button type="button" className="quiet" onClick={() => setAdding(true)}>
          {page.page.addPromise}
        </button>
      )}
    </section>
  );
}
