import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import { TemplatePreview } from '../templates/template-preview.tsx';
import { noWords, type Saved, templateQuery, templatesQuery } from '../templates/template-queries.ts';
import { NewsReach } from './news-reach.tsx';
import { draftOf, hasWords, isWhole, type NewsDraft, wishOfNews } from './news-wish.ts';
import type { Touchpoint } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';

/** One touchpoint on a date: its words, its day, how it comes out, and whom it reaches. Nothing goes before it is saved. */
export function NewsDesk({ touchpoint }: { readonly touchpoint: Touchpoint }) {
  const { news: words } = usePlanWords();
  const session = useSession();
  const change = useChange(['plan']);
  const [draft, setDraft] = useState(() => draftOf(touchpoint, session?.practice?.languages ?? ['en']));
  const put = (part: Partial<NewsDraft>): void => setDraft({ ...draft, ...part });
  const wish = wishOfNews(touchpoint, draft);
  const save = (enabled: boolean) => {
    const { params, script, channel, restDays, enabled: before } = touchpoint;
    const back = { code: touchpoint.code, params, script, channel, restDays, enabled: before };
    void change.run(
      'changePlan',
      { body: { touchpoints: [enabled ? wish : { code: touchpoint.code, enabled }] } },
      enabled ? words.saved : words.stopped,
      () => void change.run('changePlan', { body: { touchpoints: [back as typeof wish] } }),
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(true);
  };
  const waits = touchpoint.enabled && touchpoint.params.writtenFor === touchpoint.params.on;
  return (
    <div className="template-desk">
      <form onSubmit={submit} className="news-form">
        {waits ? <Waiting touchpoint={touchpoint} stop={() => save(false)} busy={change.busy} /> : null}
        <Fields draft={draft} put={put} today={session?.today ?? ''} />
        <ProblemMessage problem={change.problem} />
        <div className="save-row">
          <Button type="submit" disabled={!isWhole(draft)} loading={change.busy}>
            {words.save}
          </Button>
        </div>
      </form>
      <div>
        {draft.on !== '' ? (
          <NewsReach wish={wish} minutes={touchpoint.minutes} />
        ) : (
          <p className="news-reach dim">{words.first}</p>
        )}
        {hasWords(draft) ? <Shown touchpoint={touchpoint} draft={draft} /> : null}
      </div>
    </div>
  );
}

function Waiting({
  touchpoint,
  stop,
  busy,
}: {
  readonly touchpoint: Touchpoint;
  readonly stop: () => void;
  readonly busy: boolean;
}) {
  const { news: words } = usePlanWords();
  const formats = useFormats();
  return (
    <p className="outbox-note">
      {words.waiting(formats.day(String(touchpoint.params.on)))}{' '}
      <Button size="compact-sm" variant="default" onClick={stop} disabled={busy}>
        {words.stop}
      </Button>
    </p>
  );
}

function Fields({
  draft,
  put,
  today,
}: {
  readonly draft: NewsDraft;
  readonly put: (part: Partial<NewsDraft>) => void;
  readonly today: string;
}) {
  const { news: words } = usePlanWords();
  const formats = useFormats();
  return (
    <>
      <div className="plan-fields">
        <TextInput
          type="date"
          label={words.on}
          min={today}
          required
          value={draft.on}
          onChange={(event) => put({ on: event.target.value })}
        />
        <NativeSelect
          label={words.channel}
          value={draft.channel}
          data={(['email', 'post'] as const).map((value) => ({ value, label: words.channels[value] }))}
          onChange={(event) => put({ channel: event.target.value === 'email' ? 'email' : 'post' })}
        />
        <TextInput
          type="number"
          min={1}
          max={3660}
          label={words.rest}
          description={words.restExplained}
          value={draft.restDays}
          onChange={(event) => put({ restDays: event.target.value })}
        />
      </div>
      {Object.entries(draft.words).map(([language, text]) => (
        <Textarea
          key={language}
          lang={language}
          dir="auto"
          label={words.text(formats.languageName(language))}
          rows={5}
          maxLength={2000}
          value={text}
          onChange={(event) => put({ words: { ...draft.words, [language]: event.target.value } })}
        />
      ))}
    </>
  );
}

/** As its reader gets it: in the template of the e-mail, or as the words of a card or a page. */
function Shown({ touchpoint, draft }: { readonly touchpoint: Touchpoint; readonly draft: NewsDraft }) {
  const { news: words } = usePlanWords();
  const code = touchpoint.templates.email;
  const list = useQuery({ ...templatesQuery, enabled: draft.channel === 'email' });
  const id = list.data?.templates.find((one) => one.code === code)?.id;
  const whole = useQuery({ ...templateQuery(id ?? ''), enabled: id !== undefined });
  if (draft.channel === 'post') {
    const spoken = Object.entries(draft.words).map(([tag, post]) => [tag, { ...noWords, post }] as const);
    const page: Saved = {
      title: {},
      legalClass: 'operations',
      thirdPartyPaid: false,
      paper: 'letter',
      words: Object.fromEntries(spoken),
    };
    return <TemplatePreview draft={page} channel="post" />;
  }
  const newest = whole.data?.versions[0];
  if (list.isSuccess && id === undefined) return <p className="template-refusal">{words.noTemplate}</p>;
  if (newest === undefined || id === undefined) return null;
  const { legalClass, thirdPartyPaid, paper, words: saved } = newest;
  const draftOfTemplate = { title: {}, legalClass, thirdPartyPaid, paper, words: saved };
  return (
    <>
      <TemplatePreview draft={draftOfTemplate} channel="email" news={draft.words} />
      <p>
        <Link to="/templates/$templateId" params={{ templateId: id }}>
          {words.around}
        </Link>{' '}
        <span className="dim">{words.aroundExplained}</span>
      </p>
    </>
  );
}
