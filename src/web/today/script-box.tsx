import { useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { copyWords } from '../parts/copy-words.ts';
import type { Act } from './today-queries.ts';

/** What to say, in the patient's language; changed here for this one call, nowhere else. */
export function ScriptBox({ act }: { readonly act: Act }) {
  const words = useWords();
  const formats = useFormats();
  const [text, setText] = useState(act.script);
  const id = `script-${act.id}`;
  return (
    <section>
      <h3>
        <label htmlFor={id}>{act.kind === 'card' ? words.today.write : words.today.say}</label>
        <span className="chip" lang={act.language}>
          {formats.languageName(act.language)}
        </span>
        <span className="script-tools">
          {text === act.script ? null : (
            <button type="button" className="quiet small" onClick={() => setText(act.script)}>
              {words.today.putBack}
            </button>
          )}
          <button
            type="button"
            className="quiet small"
            onClick={() => void copyWords(text, words.today.copied)}
          >
            {words.today.copy}
          </button>
        </span>
      </h3>
      <textarea
        id={id}
        className="script note"
        lang={act.language}
        dir="auto"
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </section>
  );
}
