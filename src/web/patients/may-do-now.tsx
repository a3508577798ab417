import { wallTime } from '../../kit/instant.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Origin } from './origin.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

type Line = Patient['mayDoNow'][number];

function useSaid(): (line: Line) => string {
  const words = usePatientWords().page;
  const formats = useFormats();
  const zone = useSession()?.practice?.zone ?? 'UTC';
  return ({ words: reason, codes, said }) => {
    if (said === null) return reason;
    // That it was withdrawn is what the word itself says.
    const gate = codes.every((code) => code === 'withdrawn') ? '' : reason;
    const day = formats.day(wallTime(new Date(said.at), zone).day);
    const source = wordFor(words.consentSources, said.source);
    const spoken = words.said(said.granted ? 'yes' : 'no', day, source, said.by);
    return gate === '' ? spoken : `${gate}; ${spoken}`;
  };
}

function Channel({ line, patientId }: { readonly line: Line; readonly patientId: string }) {
  const words = useWords();
  const page = usePatientWords();
  const say = useSaid()(line);
  const label = wordFor(words.channels, line.channel);
  return (
    <li>
      <span className="channel">{label}</span>{' '}
      <b className={line.verdict}>{wordFor(words.patient.verdicts, line.verdict)}</b>
      {say === '' ? null : <small> ({say})</small>}
      {line.said === null ? null : (
        <Origin
          patientId={patientId}
          fact={`consent:${line.purpose} ${line.said.channel}`}
          label={`${wordFor(page.page.purposes, line.purpose)}, ${label}`}
        >
          {() => <p className="dim">{page.origin.newerWord}</p>}
        </Origin>
      )}
    </li>
  );
}

/** What may be done at this moment, by what for and by which way, each with the patient's own word on it. */
export function MayDoNow({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const page = usePatientWords().page;
  const purposes = ['care', 'feedback', 'marketing', 'signed'] as const;
  return (
    <section className="band may-do" aria-label={words.patient.mayDoNow}>
      <h2>{words.patient.mayDoNow}</h2>
      {purposes.map((purpose) => {
        const lines = patient.mayDoNow.filter((line) => line.purpose === purpose);
        // Four times the same "nobody agreed" says no more than once.
        if (lines.length === 0) return null;
        const unsigned =
          purpose === 'signed' && lines.every((line) => line.codes.includes('no_authorisation'));
        const unasked =
          unsigned || lines.every((line) => line.said === null && line.codes.includes('no_consent'));
        return (
          <div key={purpose}>
            <h3>{page.purposes[purpose]}</h3>
            {unasked ? (
              <p>
                <b className="refuse">{words.patient.verdicts.refuse}</b> {page.byAnyWay}{' '}
                <small>({unsigned ? page.nothingSigned : page.nobodyAsked})</small>
              </p>
            ) : (
              <ul>
                {lines.map((line) => (
                  <Channel key={line.channel} line={line} patientId={patient.id} />
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </section>
  );
}
