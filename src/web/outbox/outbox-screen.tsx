import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { PatientName } from '../parts/patient-name.tsx';
import { Empty, Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { useTitle } from '../parts/use-title.ts';
import { HandIn } from './hand-in.tsx';
import { MessageView } from './message-view.tsx';
import { type Line, type Outbox, outboxQuery } from './outbox-queries.ts';
import { readOutboxSearch, type View, views } from './outbox-search.ts';
import { useOutboxWords } from './outbox-words.ts';
import './outbox.css';

/** What waits and until when, what asks for a person, what went, and what stayed in the mailbox. */
export function OutboxScreen() {
  const words = useOutboxWords();
  const navigate = useNavigate();
  const { view = 'waiting' } = useSearch({ from: '/desk/outbox' });
  const [opened, setOpened] = useState<{ readonly view: View; readonly id: string | undefined }>();
  // A message belongs to the list in which it was opened.
  const open = opened?.view === view ? opened.id : undefined;
  const setOpen = (id: string | undefined): void => setOpened({ view, id });
  const query = useQuery({ ...outboxQuery(view), placeholderData: keepPreviousData });
  useTitle(words.title);
  return (
    <div className="page outbox">
      <h1>{words.title}</h1>
      <p className="dim">{words.lead}</p>
      <Region query={query} rows={8}>
        {(outbox) => (
          <>
            <Ways outbox={outbox} />
            <Hold outbox={outbox} />
            <ToPrint outbox={outbox} />
            <HandIn />
            {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form */}
            <div className="outbox-views" role="group" aria-label={words.title}>
              {views.map((one) => (
                <button
                  key={one}
                  type="button"
                  className="quiet"
                  aria-pressed={view === one}
                  onClick={() => void navigate({ to: '/outbox', search: readOutboxSearch({ view: one }) })}
                >
                  {words.views[one](outbox.counts[one])}
                </button>
              ))}
            </div>
            {/* The counts stay while another list comes; rows of the list before would be opened by mistake. */}
            {query.isPlaceholderData ? null : (
              <List outbox={outbox} view={view} open={open} setOpen={setOpen} />
            )}
          </>
        )}
      </Region>
    </div>
  );
}

function Ways({ outbox }: { readonly outbox: Outbox }) {
  const words = useOutboxWords();
  const { isSample, email, text } = outbox;
  if (isSample) return <p className="outbox-note">{words.sampleMail}</p>;
  if (email !== 'mailbox' && text !== 'mailbox') return null;
  return (
    <p className="outbox-note">
      {email === 'mailbox' ? words.noMail : ''} {text === 'mailbox' ? words.noText : ''}
    </p>
  );
}

function Hold({ outbox }: { readonly outbox: Outbox }) {
  const words = useOutboxWords();
  const formats = useFormats();
  const mayChange = useMay('outbox.change');
  const change = useChange(['outbox']);
  const { paused } = outbox;
  const set = (held: boolean) =>
    void change.run('holdOutbox', { body: { held } }, held ? words.heldNow : words.released);
  if (paused !== null) {
    return (
      <div className="outbox-held" role="status">
        <p>{words.held(formats.moment(paused.at), paused.by)}</p>
        {mayChange ? (
          <Button onClick={() => set(false)} loading={change.busy}>
            {words.release}
          </Button>
        ) : null}
      </div>
    );
  }
  return mayChange ? (
    <p className="outbox-hold">
      <Button variant="default" onClick={() => set(true)} loading={change.busy}>
        {words.hold}
      </Button>
    </p>
  ) : null;
}

function ToPrint({ outbox }: { readonly outbox: Outbox }) {
  const words = useOutboxWords();
  const mayPrint = useMay('outbox.print');
  const { toPrint, printing } = outbox.counts;
  if (toPrint + printing === 0) return null;
  return (
    <p className="outbox-letters">
      {toPrint > 0 ? <strong>{words.letters(toPrint)}</strong> : null}
      {printing > 0 ? <span className="dim">{words.printing(printing)}</span> : null}
      {mayPrint && toPrint > 0 ? <Link to="/outbox/letters">{words.toLetters}</Link> : null}
    </p>
  );
}

interface ListProps {
  readonly outbox: Outbox;
  readonly view: View;
  readonly open: string | undefined;
  readonly setOpen: (id: string | undefined) => void;
}

function List({ outbox, view, open, setOpen }: ListProps) {
  const words = useOutboxWords();
  if (outbox.messages.length === 0) {
    return (
      <Empty title={words.empty[view]}>
        <p>{words.emptyExplained[view]}</p>
        {view === 'waiting' && outbox.counts.mailbox > 0 ? (
          <p>
            <Link to="/outbox" search={{ view: 'mailbox' }}>
              {words.toMailbox(outbox.counts.mailbox)}
            </Link>
          </p>
        ) : null}
      </Empty>
    );
  }
  return (
    <>
      <ul className="outbox-list">
        {outbox.messages.map((line) => (
          <Row key={line.id} line={line} open={open === line.id} setOpen={setOpen} />
        ))}
      </ul>
      {outbox.messages.length === 100 ? <p className="dim">{words.hundred}</p> : null}
    </>
  );
}

function Row({
  line,
  open,
  setOpen,
}: {
  readonly line: Line;
  readonly open: boolean;
  readonly setOpen: ListProps['setOpen'];
}) {
  const words = useOutboxWords();
  const formats = useFormats();
  const language = useLanguage();
  const waits = line.state === 'planned';
  const when = formats.moment(waits ? line.dueAt : line.stateAt);
  // What stays in the mailbox was sent to nobody.
  const state =
    line.channel === 'post' && line.state === 'handed'
      ? words.handedPost
      : line.via === 'mailbox' && line.state === 'accepted'
        ? words.inMailbox
        : words.states[line.state];
  return (
    <li data-state={line.state}>
      <div className="outbox-row">
        <span className="outbox-who">
          <Link to="/patients/$patientId" params={{ patientId: line.patientId }}>
            <PatientName name={line.patientName} />
          </Link>
        </span>
        <span>
          {inLanguage(line.template, [language, 'en'])?.text ?? line.source}{' '}
          <span className="chip">{words.channels[line.channel]}</span>
        </span>
        <span className="outbox-state">
          <strong>{state}</strong> <span className="dim">{waits ? words.due(when) : words.at(when)}</span>
          {line.why === null ? null : <span className="outbox-why">{line.why}</span>}
        </span>
        <button
          type="button"
          className="quiet small"
          aria-expanded={open}
          onClick={() => setOpen(open ? undefined : line.id)}
        >
          {open ? words.close : <OpenWords name={line.patientName} />}
        </button>
      </div>
      {open ? <MessageView messageId={line.id} /> : null}
    </li>
  );
}

// Read as a whole sentence; seen as one word beside the row that it belongs to.
function OpenWords({ name }: { readonly name: string }) {
  const words = useOutboxWords();
  return (
    <>
      <span aria-hidden="true">{words.details}</span>
      <span className="sr-only">{words.open(name)}</span>
    </>
  );
}
