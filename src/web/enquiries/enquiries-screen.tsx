import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useRoom } from '../app/registry.ts';
import { useMay } from '../app/session.ts';
import { showToast } from '../app/toasts.ts';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useEnquiriesWords } from './enquiries-words.ts';
import { inboundQuery } from './enquiry-queries.ts';
import { EnquiryRates } from './enquiry-rates.tsx';
import { readEnquirySearch } from './enquiry-search.ts';
import { InboundList } from './inbound-list.tsx';
import { PhoneNote } from './phone-note.tsx';
import './enquiries.css';

const minute = 60_000;

/** A clock that runs out is seen to: the lines are drawn anew each minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Who asked us something and waits, who was answered, and what became of enquiries. */
export function EnquiriesScreen() {
  const words = useEnquiriesWords();
  const mayNote = useMay('inbound.answer');
  const navigate = useNavigate();
  const { state = 'waiting' } = useSearch({ from: '/desk/enquiries' });
  const [noting, setNoting] = useState(false);
  const now = useMinute();
  const waiting = useQuery(inboundQuery('waiting'));
  const query = useQuery(inboundQuery(state));
  useTitle(words.title);
  useRoom({
    actions: mayNote ? [{ id: 'note-call', words: words.note.open, run: () => setNoting(true) }] : [],
  });
  const tabs = [
    { state: 'waiting' as const, said: words.waiting(waiting.data?.waiting ?? 0) },
    { state: 'answered' as const, said: words.answered },
  ];
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="dim">{words.lead}</p>
      {!mayNote ? null : noting ? (
        <PhoneNote close={() => setNoting(false)} />
      ) : (
        <p className="enquiry-note">
          <Button variant="default" onClick={() => setNoting(true)}>
            {words.note.open}
          </Button>
        </p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form */}
      <div className="enquiry-tabs" role="group" aria-label={words.tabs}>
        {tabs.map((tab) => (
          <button
            key={tab.state}
            type="button"
            className="quiet"
            aria-pressed={tab.state === state}
            onClick={() => void navigate({ to: '/enquiries', search: readEnquirySearch(tab) })}
          >
            {tab.said}
          </button>
        ))}
      </div>
      <Region query={query}>
        {({ inbound }) =>
          inbound.length > 0 ? (
            <InboundList lines={inbound} now={now} />
          ) : state === 'waiting' ? (
            <Empty title={words.nothing}>
              <p>{words.nothingExplained}</p>
            </Empty>
          ) : (
            <Empty title={words.noneAnswered} />
          )
        }
      </Region>
      <EnquiryRates />
      {waiting.data === undefined ? null : <PublicPage address={waiting.data.enquiryPage} />}
    </div>
  );
}

function PublicPage({ address }: { readonly address: string }) {
  const words = useEnquiriesWords();
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    showToast(words.copied);
  };
  return (
    <section>
      <h2>{words.page}</h2>
      <p className="dim">{words.pageExplained}</p>
      <p className="enquiry-page">
        <a href={address} target="_blank" rel="noreferrer">
          {address}
        </a>{' '}
        <button type="button" className="quiet small" onClick={() => void copy()}>
          {words.copy}
        </button>
      </p>
    </section>
  );
}
