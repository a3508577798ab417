import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage, useWords } from '../app/words.ts';
import type { Patient, Rhythm } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { VisitStrip } from './visit-strip.tsx';

function Figures({ rhythm }: { readonly rhythm: Rhythm }) {
  const words = useWords();
  const formats = useFormats();
  const { usualGapDays: gap, pVisit, dueFrom, dueTo, bookedOn } = rhythm;
  const whole = (value: number): string => formats.number(Math.round(value));
  const inHundred = (share: number): string => formats.number(Math.round(100 * share));
  const lines: (readonly [string, string])[] = [];
  if (bookedOn !== null) lines.push([words.patient.bookedFor, formats.day(bookedOn)]);
  lines.push([words.patient.dueOn, words.patient.dueAs(formats.day(rhythm.dueOn), whole(rhythm.recallDays))]);
  if (dueFrom !== null && dueTo !== null) {
    lines.push([words.patient.ownWindow, words.patient.window(formats.day(dueFrom), formats.day(dueTo))]);
  }
  if (gap !== null && gap.n > 0) {
    const said = words.patient.days(whole(gap.value), whole(gap.low), whole(gap.high), whole(gap.n));
    lines.push([words.patient.usualGap, said]);
  }
  if (pVisit !== null) {
    const said = words.patient.share(
      inHundred(pVisit.value),
      inHundred(pVisit.low),
      inHundred(pVisit.high),
      whole(pVisit.n),
    );
    lines.push([words.patient.pVisit, said]);
  }
  return (
    <dl className="figures">
      {lines.map(([term, said]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
}

// Under three gaps of their own, what is said of a patient is mostly what is usual for the service.
const fewGaps = 3;

function hasLittleHistory({ usualGapDays, status }: Rhythm): boolean {
  return usualGapDays !== null && usualGapDays.n < fewGaps && status !== 'exited';
}

function RhythmOf({ rhythm }: { readonly rhythm: Rhythm }) {
  const words = useWords();
  const formats = useFormats();
  const page = usePatientWords().page;
  const language = useLanguage();
  return (
    <div className="rhythm">
      <h3>
        <bdi>{inLanguage(rhythm.service, [language, 'en'])?.text}</bdi>
      </h3>
      <p>
        {inLanguage(rhythm.sentence, [language, 'en'])?.text}
        {hasLittleHistory(rhythm) ? <span className="dim"> {page.littleHistory}</span> : null}
      </p>
      <details>
        <summary>
          {words.patient.figures} <span className="dim">{words.patient.asOf(formats.day(rhythm.asOf))}</span>
        </summary>
        <Figures rhythm={rhythm} />
      </details>
    </div>
  );
}

// Most patients have one or two services that matter; the rest would bury them.
const shownAtOnce = 2;

/** The behavioural side of loyalty by service, each as a sentence first; attachment is said to be unknown. */
export function Rhythms({ patient, sees }: { readonly patient: Patient; readonly sees: boolean }) {
  const words = useWords();
  const page = usePatientWords().page;
  const first = patient.rhythms.slice(0, shownAtOnce);
  const others = patient.rhythms.slice(shownAtOnce);
  return (
    <section>
      <h2>{words.patient.loyalty}</h2>
      <VisitStrip
        visits={patient.visits}
        visitCount={patient.visitCount}
        rhythm={sees ? first[0] : undefined}
      />
      {first.map((rhythm) => (
        <RhythmOf key={rhythm.serviceId} rhythm={rhythm} />
      ))}
      {others.length === 0 ? null : (
        <details className="rhythm">
          <summary>{words.patient.otherServices(others.length)}</summary>
          {others.map((rhythm) => (
            <RhythmOf key={rhythm.serviceId} rhythm={rhythm} />
          ))}
        </details>
      )}
      {first.length > 0 ? null : (
        <p className="dim">{sees ? words.patient.noRhythm : words.patient.noScores}</p>
      )}
      {sees ? (
        <p>
          {page.attachment}: <span className="dim">{page.attachmentUnknown}</span>
        </p>
      ) : null}
    </section>
  );
}
