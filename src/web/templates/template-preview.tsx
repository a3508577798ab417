import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { MailFrame } from '../outbox/mail-frame.tsx';
import { Region } from '../parts/region.tsx';
import { type ChosenPatient, FindPatient } from '../patients/find-patient.tsx';
import { PlainLanguage } from './plain-language.tsx';
import { type Channel, noWords, type Preview, previewQuery, type Saved } from './template-queries.ts';
import { useTemplateWords } from './template-words.ts';

const pauseMilliseconds = 350;

/** How the words would come out now, a moment after each change. */
export function TemplatePreview({
  draft,
  channel,
  news,
}: {
  readonly draft: Saved;
  readonly channel: Channel;
  /** By language, in the place of the example. */
  readonly news?: Readonly<Record<string, string>>;
}) {
  const words = useTemplateWords();
  const formats = useFormats();
  const languages = Object.keys(draft.words);
  const [wanted, setLanguage] = useState(languages[0] ?? 'en');
  const language = languages.includes(wanted) ? wanted : (languages[0] ?? 'en');
  const [patient, setPatient] = useState<ChosenPatient>();
  const body = {
    language,
    channel,
    paper: draft.paper,
    legalClass: draft.legalClass,
    words: draft.words[language] ?? noWords,
    ...(news === undefined ? {} : { news: news[language] ?? news.en ?? '' }),
    ...(patient === undefined ? {} : { patientId: patient.id }),
  };
  const [asked] = useDebouncedValue(body, pauseMilliseconds);
  const query = useQuery({ ...previewQuery(asked), placeholderData: keepPreviousData });
  return (
    <section className="template-preview" aria-label={words.preview}>
      <h2>{words.preview}</h2>
      <div className="template-preview-for">
        <NativeSelect
          label={words.previewIn}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
          data={languages.map((value) => ({ value, label: formats.languageName(value) }))}
        />
        <FindPatient
          words={{
            label: words.forPatient,
            placeholder: words.find,
            chosen: words.chosen,
            other: words.other,
            nobody: words.noPatient,
          }}
          chosen={patient}
          choose={setPatient}
        />
      </div>
      <Region query={query} rows={6}>
        {(preview) => (
          <>
            <Said preview={preview} language={language} />
            <PlainLanguage readability={preview.readability} />
          </>
        )}
      </Region>
    </section>
  );
}

function Said({ preview, language }: { readonly preview: Preview; readonly language: string }) {
  const words = useTemplateWords();
  const formats = useFormats();
  const { refusal, subject, text, html, size } = preview;
  return (
    <>
      {refusal === null ? null : (
        <p className="template-refusal" role="status">
          {refusal}
        </p>
      )}
      {subject === '' ? null : (
        <p className="outbox-subject" dir="auto" lang={language}>
          {subject}
        </p>
      )}
      {html !== null ? (
        <MailFrame html={html} title={words.preview} />
      ) : text === '' ? null : (
        <p className="outbox-text" dir="auto" lang={language}>
          {text}
        </p>
      )}
      {size === null ? null : (
        <p className="dim">{words.size(formats.number(size.characters), size.segments, size.alphabet)}</p>
      )}
    </>
  );
}
