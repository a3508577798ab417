import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import { LanguageWords } from './language-words.tsx';
import { TemplatePreview } from './template-preview.tsx';
import {
  type Channel,
  channels,
  type Field,
  noWords,
  type Saved,
  templateQuery,
  type Version,
} from './template-queries.ts';
import { TemplateVersions } from './template-versions.tsx';
import { useTemplateWords } from './template-words.ts';

interface Props {
  readonly saved: Saved;
  readonly fields: readonly Field[];
  /** Undefined: it is new. */
  readonly templateId: string | undefined;
  readonly versions: readonly Version[];
  readonly mayChange: boolean;
}

/** The form of one template. Nothing is changed before it is saved, and what is saved is a new version. */
export function TemplateEditor({ saved, fields, templateId, versions, mayChange }: Props) {
  const words = useTemplateWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const change = useChange(['plan', 'templates']);
  const [draft, setDraft] = useState(saved);
  const [began, setBegan] = useState(saved);
  const newest = versions[0]?.id;
  const [basedOn, setBasedOn] = useState(newest);
  // Nothing was changed here: what somebody else saved is what there is to change. A draft is never lost to it.
  if (newest !== basedOn && draft === began) {
    setDraft(saved);
    setBegan(saved);
    setBasedOn(newest);
  }
  const [code, setCode] = useState('');
  const [channel, setChannel] = useState<Channel>('email');
  const put = (next: Partial<Saved>) => setDraft((now) => ({ ...now, ...next }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (templateId === undefined) {
      const added = await change.run('addTemplate', { body: { ...draft, code } }, words.saved);
      if (added) void navigate({ to: '/templates' });
      return;
    }
    const body = basedOn === undefined ? draft : { ...draft, basedOn };
    const done = await change.run('saveTemplate', { params: { templateId }, body }, words.saved);
    if (done) {
      setBegan(draft);
      return;
    }
    // Whoever is told that somebody saved since sees it among the versions, and means the next press.
    await client.invalidateQueries({ queryKey: ['plan', 'templates'] });
    setBasedOn(client.getQueryData(templateQuery(templateId).queryKey)?.versions[0]?.id ?? basedOn);
  };
  return (
    <div className="template-desk">
      <form onSubmit={(event) => void submit(event)}>
        <Frame draft={draft} put={put} mayChange={mayChange} />
        {templateId === undefined ? (
          <TextInput
            label={words.code}
            description={words.codeExplained}
            pattern="[a-z][a-z0-9_]{1,39}"
            required
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : null}
        {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row, no fields */}
        <div className="template-channels" role="group" aria-label={words.channels}>
          {channels.map((one) => (
            <button
              key={one}
              type="button"
              className="quiet"
              aria-pressed={channel === one}
              onClick={() => setChannel(one)}
            >
              {words.channel[one]}
            </button>
          ))}
        </div>
        <div className="template-languages">
          {Object.entries(draft.words).map(([language, spoken]) => (
            <LanguageWords
              key={language}
              language={language}
              title={draft.title[language] ?? ''}
              spoken={spoken}
              channel={channel}
              closed={channel === 'post' && draft.paper === 'letter'}
              fields={fields}
              mayChange={mayChange}
              rename={(title) => put({ title: { ...draft.title, [language]: title } })}
              put={(next) => put({ words: { ...draft.words, [language]: { ...spoken, ...next } } })}
            />
          ))}
        </div>
        {mayChange ? (
          <>
            <AddLanguage
              add={(tag) => put({ words: { ...draft.words, [tag]: draft.words[tag] ?? noWords } })}
            />
            <p className="dim">{words.phrase}</p>
            <div className="save-row">
              <Button
                type="submit"
                loading={change.busy}
                disabled={draft === began && templateId !== undefined}
              >
                {words.save}
              </Button>
            </div>
          </>
        ) : null}
        <ProblemMessage problem={change.problem} />
      </form>
      <div>
        {mayChange ? <TemplatePreview draft={draft} channel={channel} /> : null}
        <TemplateVersions
          versions={versions}
          mayChange={mayChange}
          restore={({ legalClass, thirdPartyPaid, paper, words: old }) =>
            put({ legalClass, thirdPartyPaid, paper, words: old })
          }
        />
      </div>
    </div>
  );
}

function Frame({
  draft,
  put,
  mayChange,
}: {
  readonly draft: Saved;
  readonly put: (next: Partial<Saved>) => void;
  readonly mayChange: boolean;
}) {
  const words = useTemplateWords();
  return (
    <fieldset className="template-frame" disabled={!mayChange}>
      <NativeSelect
        label={words.legalClass}
        value={draft.legalClass}
        onChange={(event) => put({ legalClass: event.currentTarget.value as Saved['legalClass'] })}
        data={(['treatment', 'operations', 'marketing'] as const).map((value) => ({
          value,
          label: words.classes[value],
        }))}
      />
      <NativeSelect
        label={words.paper}
        value={draft.paper}
        onChange={(event) => put({ paper: event.currentTarget.value as Saved['paper'] })}
        data={(['letter', 'postcard'] as const).map((value) => ({ value, label: words.papers[value] }))}
      />
      <Checkbox
        label={words.paid}
        description={words.paidExplained}
        checked={draft.thirdPartyPaid}
        onChange={(event) => put({ thirdPartyPaid: event.currentTarget.checked })}
      />
    </fieldset>
  );
}

function AddLanguage({ add }: { readonly add: (tag: string) => void }) {
  const words = useTemplateWords();
  const formats = useFormats();
  const [tag, setTag] = useState('');
  const fits = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);
  return (
    <div className="template-add-language">
      <TextInput
        label={words.languageTag}
        value={tag}
        maxLength={12}
        onChange={(event) => setTag(event.currentTarget.value.trim())}
      />
      <Button
        variant="default"
        disabled={!fits}
        onClick={() => {
          add(tag);
          setTag('');
        }}
      >
        {words.addLanguage}
        {fits ? `: ${formats.languageName(tag)}` : ''}
      </Button>
    </div>
  );
}
