import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Input } from '../app/operations.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { selectData } from '../parts/select-data.ts';
import { useChange } from '../parts/use-change.ts';
import type { Patient } from './patient-queries.ts';
import '../parts/inline-form.css';

type Consent = Input<'recordConsent'>['body'];
type ExitReason = NonNullable<Input<'changeStatus'>['body']['reason']>;

function ConsentForm({ patientId }: { readonly patientId: string }) {
  const words = useWords();
  const change = useChange(['patients']);
  const [purpose, setPurpose] = useState<Consent['purpose']>('care');
  const [channel, setChannel] = useState<Consent['channel']>('any');
  const [granted, setGranted] = useState(false);
  const [evidence, setEvidence] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const proof = evidence.trim() === '' ? {} : { evidence: evidence.trim() };
    const body = { purpose, channel, granted, ...proof };
    if (await change.run('recordConsent', { params: { patientId }, body }, words.patient.consentSaved)) {
      setEvidence('');
    }
  };
  const { in_person: _inPerson, ...channels } = words.channels;
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <NativeSelect
        label={words.patient.purpose}
        data={selectData(words.patient.purposes)}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value as Consent['purpose'])}
      />
      <NativeSelect
        label={words.patient.channel}
        data={selectData(channels)}
        value={channel}
        onChange={(event) => setChannel(event.currentTarget.value as Consent['channel'])}
      />
      <NativeSelect
        label={words.patient.wants}
        data={selectData({ no: words.patient.withdrawn, yes: words.patient.granted })}
        value={granted ? 'yes' : 'no'}
        onChange={(event) => setGranted(event.currentTarget.value === 'yes')}
      />
      <TextInput
        className="wide"
        label={words.patient.evidence}
        description={granted && purpose === 'marketing' ? words.patient.evidenceNeeded : undefined}
        maxLength={500}
        dir="auto"
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={change.busy}>
        {words.patient.leaveSave}
      </Button>
      <div className="wide">
        <ProblemMessage problem={change.problem} />
      </div>
    </form>
  );
}

function StatusForm({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const today = useSession()?.today ?? '';
  const change = useChange(['patients']);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<ExitReason>('moved');
  const [on, setOn] = useState(today);
  const params = { patientId: patient.id };
  const back = () => {
    void change.run('changeStatus', { params, body: { status: 'active' } }, words.patient.cameBack);
  };
  if (patient.status === 'exited') {
    return (
      <Button variant="default" onClick={back}>
        {words.patient.comeBack}
      </Button>
    );
  }
  if (!open) {
    return (
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        {words.patient.leave}
      </button>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    const body = { status: 'exited' as const, reason, on };
    void change.run('changeStatus', { params, body }, words.patient.left, back);
  };
  return (
    <form className="inline-form" onSubmit={submit}>
      <NativeSelect
        label={words.patient.leaveReason}
        data={selectData(words.patient.exits)}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value as ExitReason)}
      />
      <TextInput
        type="date"
        label={words.patient.leaveOn}
        max={today}
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={on === ''}>
        {words.patient.leaveSave}
      </Button>
      <Button variant="subtle" onClick={() => setOpen(false)}>
        {words.common.cancel}
      </Button>
    </form>
  );
}

/** What the patient wants or does not want, and whether they are still ours. */
export function Wishes({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const mayConsent = useMay('patients.consent');
  const mayChange = useMay('patients.change');
  if (!mayConsent && !mayChange) return null;
  return (
    <section>
      <h2>{words.patient.consent}</h2>
      <div className="more-forms">
        <p className="dim">{words.patient.consentExplained}</p>
        {mayConsent ? <ConsentForm patientId={patient.id} /> : null}
        {mayChange ? <StatusForm patient={patient} /> : null}
      </div>
    </section>
  );
}
