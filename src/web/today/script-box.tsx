import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import { showToast } from '../app/toasts.ts';
import { sayDone } from '../app/undo-stack.ts';
import { useUndo } from '../app/use-undo.ts';
import { useWords } from '../app/words.ts';
import { copyWords } from '../parts/copy-words.ts';
import { useProblemWords } from '../parts/problem-message.tsx';
import { useDeskWords } from './desk-words.ts';
import type { Act, OpenedAct } from './today-queries.ts';

export const scriptId = 'script';

/**
 * What to say, in the patient's language. Changed words are kept with this one act, for every desk and for paper; they
 * are sent when the field is left, or with Ctrl+Enter.
 */
export function ScriptBox({
  act,
  opened,
  mayChange,
}: {
  readonly act: Act;
  readonly opened: OpenedAct | undefined;
  readonly mayChange: boolean;
}) {
  const words = useWords();
  const desk = useDeskWords();
  const formats = useFormats();
  const client = useQueryClient();
  const say = useProblemWords();
  const stack = useUndo();
  const scripts = opened?.scripts ?? {};
  const known = opened?.act ?? act;
  const [chosen, setChosen] = useState<string>();
  // Undefined while nobody types: then what the server has is shown, also what another desk just wrote.
  const [typed, setTyped] = useState<string>();
  const language = chosen ?? known.language;
  const kept = language === known.language ? known.script : (scripts[language]?.said ?? known.script);
  const own = scripts[language]?.own ?? kept;
  const text = typed ?? kept;

  const keep = async (version: { language: string; words: string | null }) => {
    const answer = await call('changeWords', { params: { actId: act.id }, body: version });
    if (!answer.ok) return void showToast(say(answer.problem), { kind: 'problem' });
    const { deed } = answer;
    if (deed !== undefined) sayDone(desk.wordsSaved, () => stack.deed(deed));
    await client.invalidateQueries({ queryKey: ['today', 'act', act.id] });
    await client.invalidateQueries({ queryKey: ['today', 'list'] });
    // What was typed meanwhile is not taken away.
    setTyped((now) => (now?.trim() === version.words ? undefined : now));
    setChosen(undefined);
  };
  const leave = () => {
    if (typed === undefined) return;
    const wanted = typed.trim();
    if (wanted === kept || wanted === '') setTyped(undefined);
    else if (mayChange) void keep({ language, words: wanted });
  };
  const speak = (next: string) => {
    setTyped(undefined);
    setChosen(next);
    if (mayChange) {
      const { own: ownThere, said } = scripts[next] ?? { own: '', said: '' };
      void keep({ language: next, words: said === ownThere ? null : said });
    }
  };
  return (
    <section>
      <h3>
        <label htmlFor={scriptId}>{act.kind === 'card' ? words.today.write : words.today.say}</label>
        {Object.keys(scripts).length < 2 ? (
          <span className="chip" lang={language}>
            {formats.languageName(language)}
          </span>
        ) : (
          <select
            className="chip"
            aria-label={desk.otherLanguage}
            value={language}
            onChange={(event) => speak(event.target.value)}
          >
            {Object.keys(scripts).map((tag) => (
              <option key={tag} value={tag}>
                {formats.languageName(tag)}
              </option>
            ))}
          </select>
        )}
        <span className="script-tools">
          {text === own ? null : (
            <button
              type="button"
              className="quiet small"
              onClick={() => {
                setTyped(undefined);
                if (mayChange && kept !== own) void keep({ language, words: null });
              }}
            >
              {words.today.putBack}
            </button>
          )}
          <button
            type="button"
            className="quiet small"
            onClick={() => document.getElementById(scriptId)?.focus()}
          >
            {desk.editWords}
          </button>
          <button
            type="button"
            className="quiet small"
            onClick={() => void copyWords(text, desk.copiedWords(formats.languageName(language)))}
          >
            {words.today.copy}
          </button>
        </span>
      </h3>
      <textarea
        id={scriptId}
        className="script note"
        lang={language}
        dir="auto"
        rows={5}
        maxLength={2000}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.currentTarget.blur();
            document.querySelector<HTMLElement>('.acts')?.focus();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            document.querySelector<HTMLElement>('.acts')?.focus();
          }
        }}
      />
    </section>
  );
}
