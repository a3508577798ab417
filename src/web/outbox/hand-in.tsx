import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../app/api.ts';
import { useMay } from '../app/session.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { useOutboxWords } from './outbox-words.ts';

// A report stands at the beginning; what came back with it may be long. As the contract has it.
const handedInAtMost = 100_000;

/** The beginning of a file, each byte a sign: which letters they are, the mail itself says. */
async function bytesOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, handedInAtMost).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** For practices whose mailbox nobody reads by machine: a mail that came back is handed in by hand. */
export function HandIn() {
  const words = useOutboxWords();
  const client = useQueryClient();
  const sayProblem = useProblemWords();
  const may = useMay('outbox.return');
  const chooser = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (!may) return null;
  const handIn = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setBusy(true);
    const answer = await call('handInMail', { body: { mail: await bytesOf(file) } });
    setBusy(false);
    if (chooser.current !== null) chooser.current.value = '';
    if (!answer.ok) {
      setSaid(sayProblem(answer.problem));
      return;
    }
    const { kind, gone } = answer.value;
    setSaid(`${words.handInDone[kind]}${gone ? ` ${words.handInGone}` : ''}`);
    await client.invalidateQueries({ queryKey: ['outbox'] });
  };
  return (
    <details className="outbox-hand-in">
      <summary>{words.handIn}</summary>
      <p className="dim">{words.handInLead}</p>
      <input
        ref={chooser}
        type="file"
        accept=".eml,.txt,message/rfc822"
        aria-label={words.handIn}
        disabled={busy}
        onChange={({ currentTarget }) => void handIn(currentTarget.files?.[0])}
      />
      <p role="status">{said}</p>
    </details>
  );
}
