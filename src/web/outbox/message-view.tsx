import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { useLanguage, wordFor } from '../app/words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { MailFrame } from './mail-frame.tsx';
import { type Message, messageQuery } from './outbox-queries.ts';
import { useOutboxWords } from './outbox-words.ts';

/** One message: what was said, what a person may decide, why the gate let it or not, and every step of it. */
export function MessageView({ messageId }: { readonly messageId: string }) {
  const query = useQuery(messageQuery(messageId));
  return (
    <div className="outbox-message">
      <Region query={query} rows={4}>
        {(message) => (
          <>
            <Decisions message={message} />
            <div className="outbox-columns">
              <Said message={message} />
              <div>
                <Facts message={message} />
                <Steps message={message} />
              </div>
            </div>
          </>
        )}
      </Region>
    </div>
  );
}

function Decisions({ message }: { readonly message: Message }) {
  const words = useOutboxWords();
  const mayChange = useMay('outbox.change');
  const change = useChange(['outbox']);
  if (!mayChange || message.decisions.length === 0) return null;
  const params = { messageId: message.id };
  return (
    <p className="outbox-decisions">
      {message.decisions.map((decision) => (
        <Button
          key={decision}
          variant={decision === 'drop' ? 'default' : 'light'}
          size="compact-sm"
          loading={change.busy}
          onClick={() =>
            void change.run('decideMessage', { params, body: { decision } }, words.decided[decision])
          }
        >
          {words.decide[decision]}
        </Button>
      ))}
    </p>
  );
}

function Said({ message }: { readonly message: Message }) {
  const words = useOutboxWords();
  const [plain, setPlain] = useState(false);
  const { text, html, subject, language } = message;
  return (
    <section>
      <h3>{words.said}</h3>
      {text === null ? (
        <p className="dim">{words.notYet}</p>
      ) : (
        <>
          {subject === null || subject === '' ? null : (
            <p className="outbox-subject" dir="auto" lang={language ?? undefined}>
              {subject}
            </p>
          )}
          {html !== null && !plain ? (
            <MailFrame html={html} title={words.asMail} />
          ) : (
            <p className="outbox-text" dir="auto" lang={language ?? undefined}>
              {text}
            </p>
          )}
          {html === null ? null : (
            <button type="button" className="link" onClick={() => setPlain(!plain)}>
              {plain ? words.asMail : words.asText}
            </button>
          )}
          <TryLinks message={message} />
        </>
      )}
    </section>
  );
}

function TryLinks({ message }: { readonly message: Message }) {
  const words = useOutboxWords();
  const say = useProblemWords();
  if (message.via !== 'mailbox') return null;
  const follow = async (field: string) => {
    const answer = await call('openMessageLink', { params: { messageId: message.id }, body: { field } });
    if (!answer.ok) {
      showToast(say(answer.problem), { kind: 'problem' });
      return;
    }
    window.open(answer.value.url, '_blank', 'noopener,noreferrer');
    showToast(words.opened);
  };
  return (
    <p className="outbox-decisions">
      {message.links.map((field) => (
        <button key={field} type="button" className="quiet small" onClick={() => void follow(field)}>
          {words.tryLink(wordFor(words.links, field))}
        </button>
      ))}
    </p>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Facts({ message }: { readonly message: Message }) {
  const words = useOutboxWords();
  const formats = useFormats();
  const shown = useLanguage();
  const { gate, version, template, templateCode, language } = message;
  const name = inLanguage(template, [shown, 'en'])?.text ?? templateCode;
  return (
    <dl className="outbox-facts">
      {gate === null ? null : (
        <Fact name={words.gate}>
          {gate.verdict === 'permit' || gate.verdict === 'delay' || gate.verdict === 'refuse'
            ? words.verdicts[gate.verdict](formats.moment(gate.at))
            : gate.verdict}
          {gate.until === null ? '' : `; ${words.until(formats.moment(gate.until))}`}{' '}
          {gate.policyVersion === 0 ? null : (
            <span className="dim">({words.policy(gate.policyVersion)})</span>
          )}
          {gate.reasons.map((reason) => (
            <span key={reason} className="outbox-why">
              {reason}
            </span>
          ))}
        </Fact>
      )}
      <Fact name={words.template}>
        {version === null ? name : words.version(name, formats.number(version))}
      </Fact>
      <Fact name={words.legalClass}>{wordFor(words.classes, message.legalClass)}</Fact>
      {language === null ? null : <Fact name={words.language}>{formats.languageName(language)}</Fact>}
      <Fact name={words.tries}>{formats.number(message.attempts)}</Fact>
      <Fact name={words.reference}>
        <code>{message.reference}</code>
      </Fact>
    </dl>
  );
}

function Steps({ message }: { readonly message: Message }) {
  const words = useOutboxWords();
  const formats = useFormats();
  if (message.events.length === 0) return null;
  return (
    <>
      <h3>{words.steps}</h3>
      <ol className="outbox-steps">
        {message.events.map((event, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a ledger only grows at its end
          <li key={i}>
            <span className="dim">{formats.moment(event.at)}</span> {wordFor(words.stepNames, event.step)}
            {event.by === null ? '' : `, ${event.by}`}
            {event.why === null ? null : <span className="outbox-why">{event.why}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}
