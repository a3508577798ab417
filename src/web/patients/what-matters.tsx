import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Input } from '../app/operations.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { selectData } from '../parts/select-data.ts';
import { useChange } from '../parts/use-change.ts';
import { Origin } from './origin.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

type Body = Input<'addPersonalDetail'>['body'];

function AddDetail({ patientId, close }: { readonly patientId: string; readonly close: () => void }) {
  const words = useWords();
  const today = useSession()?.today ?? '';
  const change = useChange(['patients']);
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Body['kind']>('other');
  const [sharing, setSharing] = useState<Body['sharing']>('say');
  const [source, setSource] = useState<Body['source']>('visit');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { words: text.trim(), kind, sharing, source, toldOn: today };
    if (!(await change.run('addPersonalDetail', { params: { patientId }, body }, words.common.saved))) return;
    setText('');
    close();
  };
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <TextInput
        className="wide"
        label={words.patient.detailWords}
        maxLength={500}
        autoFocus
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <NativeSelect
        label={words.patient.detailKind}
        data={selectData(words.patient.detailKinds)}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Body['kind'])}
      />
      <NativeSelect
        label={words.patient.detailSharing}
        data={selectData(words.sharing)}
        value={sharing}
        onChange={(event) => setSharing(event.currentTarget.value as Body['sharing'])}
      />
      <NativeSelect
        label={words.patient.detailSource}
        data={selectData(words.patient.detailSources)}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value as Body['source'])}
      />
      <Button type="submit" variant="default" loading={change.busy} disabled={text.trim() === ''}>
        {words.common.add}
      </Button>
    </form>
  );
}

/** Things the patient told us and that we may recall; each with its source, and a way to forget it. */
export function WhatMatters({
  patient,
  adding,
  setAdding,
  withKeys,
}: {
  readonly patient: Patient;
  readonly adding: boolean;
  readonly setAdding: (adding: boolean) => void;
  readonly withKeys: boolean;
}) {
  const page = usePatientWords().page;
  const words = useWords();
  const formats = useFormats();
  const mayChange = useMay('patients.change');
  const change = useChange(['patients']);
  const remove = (detailId: string) => {
    const params = { patientId: patient.id, detailId };
    void change.run('removePersonalDetail', { params, query: {} }, words.patient.removed, () => {
      void change.run('removePersonalDetail', { params, query: { restore: 'true' } });
    });
  };
  return (
    <section>
      <h2>{words.patient.whatMatters}</h2>
      {patient.whatMatters.length === 0 ? <p className="dim">{words.patient.nothingTold}</p> : null}
      <ul className="simple-list">
        {patient.whatMatters.map((detail) => (
          <li key={detail.id}>
            {detail.sharing === 'say' ? null : (
              <span className="locked">
                <IconLock size={16} aria-hidden="true" /> {wordFor(words.sharing, detail.sharing)}:
              </span>
            )}
            <Note>{detail.words}</Note>
            <span className="source">
              {words.patient.source(
                wordFor(words.patient.detailSources, detail.source),
                detail.toldTo,
                formats.day(detail.toldOn),
              )}
              {detail.expiresOn === null ? '' : `, ${words.patient.until(formats.day(detail.expiresOn))}`}
            </span>
            <Origin patientId={patient.id} fact={`detail:${detail.id}`} label={detail.words} />
            {mayChange ? (
              <button
                type="button"
                className="quiet small"
                aria-label={`${words.common.remove}: ${detail.words}`}
                onClick={() => remove(detail.id)}
              >
                {words.common.remove}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {!mayChange ? null : adding ? (
        <AddDetail patientId={patient.id} close={() => setAdding(false)} />
      ) : (
        <button type="button" className="quiet" onClick={() => setAdding(true)}>
          {page.addMatters} {withKeys ? <kbd>M</kbd> : null}
        </button>
      )}
    </section>
  );
}
