import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { Note } from '../parts/patient-name.tsx';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { type Authorisation, authorisationsQuery } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { SignedForm } from './signed-form.tsx';
import './signed.css';

/** How long it holds, or how and when it ended. */
function useEndWords(): (one: Authorisation) => string {
  const words = usePatientWords().signed;
  const formats = useFormats();
  return (one) => {
    const day = one.expiresOn === null ? '' : formats.day(one.expiresOn);
    const when = one.endedAt === null ? '' : formats.moment(one.endedAt);
    switch (one.state) {
      case 'lacking':
        return words.ended.lacking;
      case 'expired':
        return words.ended.expired(day);
      case 'revoked':
        return words.ended.revoked(when, one.endedBy ?? '');
      case 'event':
        return words.ended.event(when, one.endsWhen, one.endedBy ?? '');
      case 'in_force':
        if (day === '') return words.until.event(one.endsWhen);
        return one.endsWhen === '' ? words.until.day(day) : words.until.both(day, one.endsWhen);
    }
  };
}

function Line({ one, patientId }: { readonly one: Authorisation; readonly patientId: string }) {
  const words = usePatientWords().signed;
  const formats = useFormats();
  const say = useEndWords();
  const change = useChange(['patients']);
  const params = { patientId, authorisationId: one.id };
  const mayEnd = one.state === 'in_force' || one.state === 'lacking';
  const facts = [
    words.whole(one.discloses, one.usedBy, one.sentTo),
    one.representative === '' ? '' : words.signedBy(one.representative, one.relation),
    one.paidBy === '' ? (one.coversPayment ? words.paidBySomebody : '') : words.paid(one.paidBy),
  ].filter((fact) => fact !== '');
  return (
    <li data-state={one.state}>
      <p>
        <strong>
          <Note>{one.purpose}</Note>
        </strong>
      </p>
      <p>
        <Note>{say(one)}</Note>
        {one.daysLeft === null ? null : ` · ${words.left(one.daysLeft)}`}
      </p>
      <p className="dim">
        <Note>{facts.join('; ')}</Note>
      </p>
      <p className="source">{words.signed(formats.day(one.signedOn), one.by ?? '')}</p>
      {mayEnd ? (
        <p className="buttons">
          {one.endsWhen === '' ? null : (
            <button
              type="button"
              className="quiet small"
              aria-label={words.happenedLabel(one.endsWhen)}
              disabled={change.busy}
              onClick={() => void change.run('authorisationHappened', { params }, words.happenedNow)}
            >
              {words.happened}
            </button>
          )}
          <button
            type="button"
            className="quiet small"
            aria-label={words.revokeLabel(one.purpose)}
            disabled={change.busy}
            onClick={() => void change.run('revokeAuthorisation', { params }, words.revokedNow)}
          >
            {words.revoke}
          </button>
        </p>
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
            <ul className="signed-list">
              {authorisations.map((one) => (
                <Line key={one.id} one={one} patientId={patientId} />
              ))}
            </ul>
          )
        }
      </Region>
      {writing ? (
        <div className="more-forms">
          <SignedForm patientId={patientId} close={() => setWriting(false)} />
        </div>
      ) : (
        <button type="button" className="quiet" onClick={() => setWriting(true)}>
          {words.add}
        </button>
      )}
    </section>
  );
}
