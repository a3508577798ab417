import { IconLock } from '@tabler/icons-react';
import { useFormats } from '../app/format.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { PhoneLink } from '../parts/phone-link.tsx';
import type { OpenedAct } from './today-queries.ts';

interface Props {
  readonly opened: OpenedAct;
}

/** What may be done at this very moment, and why not. */
export function Gate({ opened }: Props) {
  const words = useWords();
  const formats = useFormats();
  const { verdict, until, reasons } = opened.gate;
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  return (
    <>
      {verdict === 'permit' ? (
        <p className="gate permit">{words.gate.permit}</p>
      ) : verdict === 'delay' ? (
        <p className="gate wait">
          {words.gate.delay(until === null ? '' : formats.moment(until))}
          {why}
        </p>
      ) : (
        <p className="gate refuse">
          {words.gate.refuse}
          {why}
        </p>
      )}
      {opened.checkFirst ? <p className="gate wait">{words.gate.checkFirst}</p> : null}
    </>
  );
}

/** A number that may not be called is no button: it can only be read. */
export function WaysToReach({ opened }: Props) {
  const words = useWords();
  // A call is what most acts are: the numbers first.
  const isNumber = (kind: string): boolean => kind === 'mobile' || kind === 'phone';
  const reachBy = opened.patient.reachBy.toSorted(
    (a, b) => Number(isNumber(b.kind)) - Number(isNumber(a.kind)),
  );
  if (reachBy.length === 0) return <p className="dim">{words.today.noWay}</p>;
  return (
    <ul className="ways">
      {reachBy.map((way) => (
        <li key={`${way.kind} ${way.value}`}>
          <span className="dim">{wordFor(words.ways, way.kind)}</span>{' '}
          {isNumber(way.kind) && opened.gate.verdict !== 'refuse' ? (
            <PhoneLink number={way.value} className="number" />
          ) : (
            <Note>{way.value}</Note>
          )}{' '}
          {way.belongsTo === 'self' || way.belongsTo === '' ? null : (
            <span className="dim">{words.today.belongsTo(way.belongsTo)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

export function WhatMattersNow({ opened }: Props) {
  const words = useWords();
  const formats = useFormats();
  if (opened.whatMatters.length === 0) return null;
  return (
    <section>
      <h3>{words.today.whatMatters}</h3>
      <ul className="facts">
        {opened.whatMatters.map((detail) => (
          <li key={detail.id}>
            {detail.sharing === 'say' ? null : (
              <span className="locked">
                <IconLock size={16} aria-hidden="true" /> {wordFor(words.sharing, detail.sharing)}:{' '}
              </span>
            )}
            <Note>{detail.words}</Note>{' '}
            <span className="source">
              {words.today.toldTo(detail.toldTo)}, {formats.day(detail.toldOn)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Limits({ opened }: Props) {
  const words = useWords();
  if (opened.limits.length === 0) return null;
  return (
    <section>
      <h3>{words.today.limits}</h3>
      <ul className="facts">
        {opened.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  );
}

/** What was said to this patient before: contacts, and answers to this act. */
export function Earlier({ opened }: Props) {
  const words = useWords();
  const formats = useFormats();
  return (
    <>
      {opened.outcomes.length === 0 ? null : (
        <section>
          <h3>{words.today.earlierAnswers}</h3>
          <ul className="facts">
            {opened.outcomes.map((outcome) => (
              <li key={outcome.id}>
                <span className={outcome.undone ? 'undone' : ''}>
                  {wordFor(words.outcomes.names, outcome.outcome)}
                </span>
                {outcome.reason === null ? null : (
                  <>
                    {': '}
                    <Note>{outcome.reason}</Note>
                  </>
                )}{' '}
                <span className="source">
                  {outcome.by}, {formats.moment(outcome.at)}
                  {outcome.undone ? `, ${words.today.takenBack}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{words.today.lastContacts}</h3>
        {opened.lastContacts.length === 0 ? (
          <p className="dim">{words.today.noContacts}</p>
        ) : (
          <ul className="facts">
            {opened.lastContacts.map((contact) => (
              <li key={contact.at}>
                {wordFor(words.channels, contact.channel)},{' '}
                {contact.reached ? words.today.reached : words.today.notReached}{' '}
                <span className="source">
                  {contact.by}, {formats.moment(contact.at)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
