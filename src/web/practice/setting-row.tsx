import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { useChange } from '../parts/use-change.ts';
import { changesQuery, type SettingChange } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';

type Of = Pick<SettingChange, 'subject' | 'field'> & { readonly subjectId?: string };

/** Who changed it last, from what, and the way back. */
export function LastChange({
  of: { subject, subjectId, field },
  label,
  tell,
}: {
  readonly of: Of;
  readonly label: string;
  /** The former value in words. */
  readonly tell: (was: unknown) => string;
}) {
  const say = useSettingsWords();
  const formats = useFormats();
  const mayChange = useMay('practice.change');
  const change = useChange(['practice']);
  const { data } = useQuery(changesQuery);
  const last = data?.changes.find(
    (one) => one.subject === subject && one.field === field && one.subjectId === (subjectId ?? null),
  );
  if (last === undefined) return null;
  const was = tell(last.was);
  return (
    <p className="dim last-change">
      <bdi>
        {say.changedBy(last.by ?? say.atConsole, formats.moment(last.at), was === '' ? say.nothing : was)}
      </bdi>{' '}
      {mayChange ? (
        <button
          type="button"
          className="quiet small"
          aria-label={say.undoOf(label)}
          disabled={change.busy}
          onClick={() => void change.run('undoSettingChange', { params: { changeId: last.id } }, say.undone)}
        >
          {say.undo}
        </button>
      ) : null}
    </p>
  );
}

/** One setting: what it is now, its default, who changed it, and a field to change it in place. */
export function SettingRow({
  id,
  label,
  value,
  text,
  help,
  standard,
  of,
  tell = (was) => (was === null ? '' : String(was)),
  lines,
  save,
}: {
  readonly id: string;
  readonly label: string;
  /** As it is shown. */
  readonly value: ReactNode;
  /** As it is typed. */
  readonly text: string;
  readonly help?: string;
  readonly standard?: string;
  readonly of: Of;
  readonly tell?: (was: unknown) => string;
  readonly lines?: boolean;
  /** @returns whether it was done */
  readonly save: (text: string) => Promise<boolean>;
}) {
  const words = useWords();
  const say = useSettingsWords();
  const mayChange = useMay('practice.change');
  const [typed, setTyped] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const done = await save((typed ?? '').trim());
    setBusy(false);
    if (done) setTyped(undefined);
  };
  const Field = lines ? Textarea : TextInput;
  return (
    <div className="setting" id={id}>
      <h3>{label}</h3>
      {typed === undefined ? (
        <div className="setting-value">
          <bdi className="lines">{value === '' ? <span className="dim">{say.empty}</span> : value}</bdi>
          {mayChange ? (
            <button
              type="button"
              className="quiet small"
              aria-label={say.changeOf(label)}
              onClick={() => setTyped(text)}
            >
              {say.change}
            </button>
          ) : null}
        </div>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Field
            aria-label={label}
            description={help}
            autoFocus
            value={typed}
            {...(lines ? { autosize: true, minRows: 2 } : {})}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div className="save-row">
            <Button type="submit" variant="default" loading={busy}>
              {words.common.save}
            </Button>
            <Button variant="subtle" onClick={() => setTyped(undefined)}>
              {words.common.cancel}
            </Button>
          </div>
        </form>
      )}
      {standard === undefined ? null : <p className="dim">{say.standard(standard)}</p>}
      <LastChange of={of} label={label} tell={tell} />
    </div>
  );
}
