import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useMay, useSession } from '../app/session.ts';
import { Note, PatientName } from '../parts/patient-name.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import { useChange } from '../parts/use-change.ts';
import { useEnquiriesWords } from './enquiries-words.ts';
import type { Inbound } from './enquiry-queries.ts';

const outcomes = ['answered', 'booked', 'not_reached', 'not_for_us'] as const;

function Clock({ line, now }: { readonly line: Inbound; readonly now: number }) {
  const words = useEnquiriesWords();
  const formats = useFormats();
  if (line.answered !== null) return null;
  const when = formats.moment(line.answerBy);
  const late = Date.parse(line.answerBy) < now;
  return (
    <span className={late ? 'clock late' : 'clock'}>{late ? words.lateSince(when) : words.by(when)}</span>
  );
}

function Said({ line }: { readonly line: Inbound }) {
  const words = useEnquiriesWords();
  const formats = useFormats();
  const { kind, wants, expects, worry, visitDay, bestTime, location } = line;
  const facts = [
    ...(worry === null ? [] : [words.worry(worry)]),
    ...(visitDay === null ? [] : [words.visit(formats.day(visitDay))]),
    ...(bestTime === null || bestTime === 'any'
      ? []
      : [words.bestTimes[bestTime as keyof typeof words.bestTimes]]),
    ...(location === null ? [] : [location]),
    words.received(words.vias[line.via], formats.moment(line.receivedAt)),
    words.reference(line.reference),
  ];
  return (
    <>
      <p>
        <span className="chip">{words.kinds[kind]}</span>
      </p>
      {line.words === '' ? null : (
        <blockquote>
          <Note>{line.words}</Note>
        </blockquote>
      )}
      {wants === '' ? null : (
        <p>
          <bdi>{words.wants(wants)}</bdi>
        </p>
      )}
      {expects === '' ? null : (
        <p>
          <bdi>{words.expects(expects)}</bdi>
        </p>
      )}
      <p className="dim">{facts.join(' · ')}</p>
    </>
  );
}

function Answers({ line }: { readonly line: Inbound }) {
  const words = useEnquiriesWords();
  const change = useChange(['inbound']);
  const me = useSession()?.staffMemberId;
  const { id, patientName: name, owner } = line;
  const params = { inboundId: id };
  const mine = owner !== null && owner.id === me;
  return (
    <div className="enquiry-answers">
      {outcomes.map((outcome) => (
        <button
          key={outcome}
          type="button"
          className="quiet"
          aria-label={words.outcomeOf(words.outcomes[outcome], name)}
          disabled={change.busy}
          onClick={() =>
            void change.run(
              'answerInbound',
              { params, body: { outcome } },
              words.outcomeOf(words.outcomes[outcome], name),
            )
          }
        >
          {words.outcomes[outcome]}
        </button>
      ))}
      <button
        type="button"
        className="quiet"
        aria-label={mine ? words.given(name) : words.takeOf(name)}
        disabled={change.busy}
        onClick={() =>
          void change.run(
            'takeInbound',
            { params, body: { mine: !mine } },
            mine ? words.given(name) : words.taken(name),
          )
        }
      >
        {mine ? words.give : words.take}
      </button>
    </div>
  );
}

/** Those who asked us something: who, what, by when, and what came of it. */
export function InboundList({ lines, now }: { readonly lines: readonly Inbound[]; readonly now: number }) {
  const words = useEnquiriesWords();
  const formats = useFormats();
  const mayAnswer = useMay('inbound.answer');
  const mayMatch = useMay('matches.read');
  return (
    <ul className="enquiry-list">
      {lines.map((line) => (
        <li key={line.id} className="enquiry">
          <header>
            <Link to="/patients/$patientId" params={{ patientId: line.patientId }}>
              <PatientName name={line.patientName} />
            </Link>
            {line.patientStatus === 'prospective' ? <span className="dim">{words.prospective}</span> : null}
            {line.answered !== null || line.phone === null ? null : <PhoneLink number={line.phone} />}
            {line.suspects === 0 ? null : mayMatch ? (
              <Link to="/matches">{words.suspects(line.suspects)}</Link>
            ) : (
              <span>{words.suspects(line.suspects)}</span>
            )}
            {line.owner === null ? null : (
              <span>
                <bdi>{words.owner(line.owner.name)}</bdi>
              </span>
            )}
            <Clock line={line} now={now} />
          </header>
          <Said line={line} />
          {line.answered === null ? (
            mayAnswer ? (
              <Answers line={line} />
            ) : null
          ) : (
            <p>
              <bdi>
                {words.answeredLine(
                  words.outcomes[line.answered.outcome],
                  line.answered.by,
                  formats.moment(line.answered.at),
                )}
              </bdi>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
