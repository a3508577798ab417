import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import type { Choice } from '../parts/countries-and-zones.ts';
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

function Field({
  label,
  help,
  typed,
  type,
  lines,
  choices,
}: {
  readonly label: string;
  readonly help: string | undefined;
  readonly typed: string;
  readonly type: (text: string) => void;
  readonly lines: boolean;
  readonly choices: (() => readonly Choice[]) | undefined;
}) {
  // As it was opened: a list that changes under the hand cannot be chosen from.
  const [listed] = useState(() => choices?.());
  const shared = {
    'aria-label': label,
    description: help,
    autoFocus: true,
    value: typed,
    onChange: (event: { currentTarget: { value: string } }) => type(event.currentTarget.value),
  };
  if (listed !== undefined) return <NativeSelect {...shared} data={[...listed]} />;
  return lines ? <Textarea {...shared} autosize minRows={2} /> : <TextInput {...shared} />;
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
  choices,
  save,
}: {
  readonly id: string;
  readonly label: string;
  /** As it is shown. */
  readonly value: ReactNode;
  /** As it is typed. */
  readonly text: string;
  readonly help?: string;
  /** The default as it is shown; said only where the value is another. */
  readonly standard?: string;
  readonly of: Of;
  readonly tell?: (was: unknown) => string;
  readonly lines?: boolean;
  /** What it can be, where it is chosen and not typed; asked for when it is to be changed. */
  readonly choices?: () => readonly Choice[];
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
            label={label}
            help={help}
            typed={typed}
            type={setTyped}
            lines={lines === true}
            choices={choices}
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
      {standard === undefined || standard === value ? null : <p className="dim">{say.standard(standard)}</p>}
      <LastChange of={of} label={label} tell={tell} />
    </div>
  );
}
