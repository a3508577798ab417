import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Input } from '../app/operations.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { type Authorisation, authorisationsQuery } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import '../parts/inline-form.css';

type Paper = Input<'writeAuthorisation'>['body'];

const texts = ['discloses', 'usedBy', 'sentTo', 'purpose'] as const;
const aYear = 365 * 86_400_000;

function blankPaper(today: string): Paper {
  const expiresOn = new Date(Date.parse(`${today}T12:00:00Z`) + aYear).toISOString().slice(0, 10);
  return {
    discloses: '',
    usedBy: '',
    sentTo: '',
    purpose: '',
    coversPayment: false,
    saysRevocable: false,
    signedOn: today,
    expiresOn,
  };
}

function WriteDown({ patientId, close }: { readonly patientId: string; readonly close: () => void }) {
  const words = usePatientWords().signed;
  const common = useWords().common;
  const today = useSession()?.today ?? '';
  const change = useChange(['patients']);
  const [paper, setPaper] = useState(() => blankPaper(today));
  const set = (part: Partial<Paper>) => setPaper((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await change.run(
      'writeAuthorisation',
      { params: { patientId }, body: paper },
      words.written,
    );
    if (done) close();
  };
  const isWhole =
    texts.every((name) => paper[name].trim() !== '') && paper.signedOn !== '' && paper.expiresOn !== '';
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      {texts.map((name) => (
        <TextInput
          key={name}
          className="wide"
          label={words.fields[name]}
          maxLength={300}
          autoFocus={name === 'discloses'}
          dir="auto"
          value={paper[name]}
          onChange={(event) => set({ [name]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        type="date"
        label={words.fields.signedOn}
        max={today}
        value={paper.signedOn}
        onChange={(event) => set({ signedOn: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.fields.expiresOn}
        min={paper.signedOn}
        value={paper.expiresOn}
        onChange={(event) => set({ expiresOn: event.currentTarget.value })}
      />
      <Checkbox
        className="wide"
        label={words.fields.coversPayment}
        checked={paper.coversPayment}
        onChange={(event) => set({ coversPayment: event.currentTarget.checked })}
      />
      <Checkbox
        className="wide"
        label={words.fields.saysRevocable}
        checked={paper.saysRevocable}
        onChange={(event) => set({ saysRevocable: event.currentTarget.checked })}
      />
      <Button type="submit" variant="default" loading={change.busy} disabled={!isWhole}>
        {words.writeDown}
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

function Line({ one, patientId }: { readonly one: Authorisation; readonly patientId: string }) {
  const words = usePatientWords().signed;
  const formats = useFormats();
  const change = useChange(['patients']);
  const revoke = () =>
    void change.run(
      'revokeAuthorisation',
      { params: { patientId, authorisationId: one.id } },
      words.revokedNow,
    );
  return (
    <li>
      <Note>{one.purpose}</Note>
      <span className="source">
        {words.states[one.state](
          formats.day(one.signedOn),
          one.state === 'revoked' ? formats.moment(one.revokedAt ?? '') : formats.day(one.expiresOn),
          one.by,
        )}
      </span>
      <p className="dim">
        <Note>{words.whole(one.discloses, one.usedBy, one.sentTo)}</Note>
        {one.coversPayment ? ` ${words.paid}` : ''}
      </p>
      {one.state === 'in_force' ? (
        <button type="button" className="quiet small" onClick={revoke} disabled={change.busy}>
          {words.revoke}
        </button>
      ) : null}
    </li>
  );
}

/** What the patient signed about marketing; without one in force the law lets none through. */
export function Signed({ patientId }: { readonly patientId: string }) {
  const words = usePatientWords().signed;
  const mayConsent = useMay('patients.consent');
  const [writing, setWriting] = useState(false);
  const query = useQuery({ ...authorisationsQuery(patientId), enabled: mayConsent });
  if (!mayConsent) return null;
  return (
    <section className="signed" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="dim">{words.lead}</p>
      <Region query={query} rows={1}>
        {({ authorisations }) =>
          authorisations.length === 0 ? (
            <p className="dim">{words.none}</p>
          ) : (
            <ul className="simple-list">
              {authorisations.map((one) => (
                <Line key={one.id} one={one} patientId={patientId} />
              ))}
            </ul>
          )
        }
      </Region>
      {writing ? (
        <div className="more-forms">
          <WriteDown patientId={patientId} close={() => setWriting(false)} />
        </div>
      ) : (
        <button type="button" className="quiet" onClick={() => setWriting(true)}>
          {words.add}
        </button>
      )}
    </section>
  );
}
