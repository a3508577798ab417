import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { wallTime } from '../../kit/instant.ts';
import { useFormats } from '../app/format.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

function EnvelopeForm({ patient, close }: { readonly patient: Patient; readonly close: () => void }) {
  const words = usePatientWords().envelope;
  const common = useWords().common;
  const change = useChange(['patients']);
  const [asked, setAsked] = useState(() => ({
    name: patient.envelope?.name ?? '',
    nameless: patient.envelope?.nameless ?? false,
    address: patient.envelope?.address ?? '',
  }));
  const set = (part: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const params = { patientId: patient.id };
    if (await change.run('setEnvelope', { params, body: asked }, words.saved)) close();
  };
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <TextInput
        className="wide"
        label={words.fields.name}
        placeholder={words.nameHint}
        maxLength={100}
        autoFocus
        dir="auto"
        value={asked.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        className="wide"
        label={words.fields.address}
        placeholder={words.addressHint}
        maxLength={300}
        dir="auto"
        value={asked.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <Checkbox
        className="wide"
        label={words.fields.nameless}
        checked={asked.nameless}
        onChange={(event) => set({ nameless: event.currentTarget.checked })}
      />
      <Button type="submit" variant="default" loading={change.busy}>
        {common.save}
      </Button>
      <Button variant="subtle" onClick={close}>
        {common.cancel}
      </Button>
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
    </form>
  );
}

/** What the patient asked to stand on envelopes, and where their post goes. */
export function Envelope({ patient }: { readonly patient: Patient }) {
  const words = usePatientWords().envelope;
  const formats = useFormats();
  const zone = useSession()?.practice?.zone ?? 'UTC';
  const mayConsent = useMay('patients.consent');
  const [open, setOpen] = useState(false);
  const held = patient.envelope;
  if (held === null && !mayConsent) return null;
  const facts =
    held === null
      ? []
      : [
          held.name === '' ? '' : words.name(held.name),
          held.address === '' ? '' : words.address(held.address.replace(/\s*\n\s*/g, ', ')),
          held.nameless ? words.nameless : '',
        ].filter((fact) => fact !== '');
  return (
    <section aria-label={words.title}>
      <h2>{words.title}</h2>
      {held === null ? (
        <p className="dim">{words.asRecorded}</p>
      ) : (
        <>
          <ul className="simple-list">
            {facts.map((fact) => (
              <li key={fact}>
                <Note>{fact}</Note>
              </li>
            ))}
          </ul>
          <p className="source">
            {words.source(formats.day(wallTime(new Date(held.at), zone).day), held.by ?? '')}
          </p>
        </>
      )}
      {!mayConsent ? null : open ? (
        <div className="more-forms">
          <p className="dim">{words.lead}</p>
          <EnvelopeForm patient={patient} close={() => setOpen(false)} />
        </div>
      ) : (
        <button type="button" className="quiet" onClick={() => setOpen(true)}>
          {words.change}
        </button>
      )}
    </section>
  );
}
