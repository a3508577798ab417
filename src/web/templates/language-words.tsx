import { Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useFormats } from '../app/format.ts';
import { wordFor } from '../app/words.ts';
import type { Channel, Field, Spoken } from './template-queries.ts';
import { useTemplateWords } from './template-words.ts';

interface Props {
  readonly language: string;
  readonly title: string;
  readonly spoken: Spoken;
  readonly channel: Channel;
  /** Nobody but the patient reads it: fields that tell something may stand in it. */
  readonly closed: boolean;
  readonly fields: readonly Field[];
  readonly mayChange: boolean;
  readonly rename: (title: string) => void;
  readonly put: (next: Partial<Spoken>) => void;
}

/** The words of one language on one channel, with the fields that may stand there as buttons. */
export function LanguageWords(props: Props) {
  const { language, title, spoken, channel, closed, fields, mayChange, rename, put } = props;
  const words = useTemplateWords();
  const formats = useFormats();
  const place = useRef<HTMLTextAreaElement>(null);
  const name = formats.languageName(language);
  const insert = (field: string) => {
    const area = place.current;
    const at = area?.selectionStart ?? spoken[channel].length;
    const end = area?.selectionEnd ?? at;
    const text = `{${field}}`;
    put({ [channel]: spoken[channel].slice(0, at) + text + spoken[channel].slice(end) });
    // After the field, where writing goes on.
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  return (
    <section className="template-language" lang={language}>
      <TextInput
        label={words.name(name)}
        value={title}
        maxLength={80}
        readOnly={!mayChange}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      {channel === 'email'
        ? (['subject', 'preheader'] as const).map((line) => (
            <TextInput
              key={line}
              label={words[line]}
              value={spoken[line]}
              maxLength={200}
              readOnly={!mayChange}
              onChange={(event) => put({ [line]: event.currentTarget.value })}
            />
          ))
        : null}
      <Textarea
        ref={place}
        label={words.body(name)}
        value={spoken[channel]}
        maxLength={10_000}
        rows={channel === 'text' ? 4 : 12}
        readOnly={!mayChange}
        onChange={(event) => put({ [channel]: event.currentTarget.value })}
      />
      {mayChange ? (
        <div className="template-fields">
          <span className="dim">{words.fields}</span>
          {fields
            .filter((field) => closed || !field.sensitive)
            .map((field) => (
              <button key={field.name} type="button" className="chip" onClick={() => insert(field.name)}>
                {wordFor(words.field, field.name)}
              </button>
            ))}
        </div>
      ) : null}
    </section>
  );
}
