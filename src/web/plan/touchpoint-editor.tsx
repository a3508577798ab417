import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { mayHoldOut, type Trigger } from '../../plan/model.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage, useWords, wordFor } from '../app/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { templatesQuery } from '../templates/template-queries.ts';
import type { Touchpoint, TouchpointWish } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';

const channels = ['call', 'post', 'in_person', 'email', 'text'] as const;
const roles = ['front_desk', 'clinician', 'billing', 'manager', 'experience_lead'] as const;
const classes = ['treatment', 'operations', 'marketing', 'unknown'] as const;

interface Fields {
  readonly minutes: string;
  readonly ownerRole: string;
  readonly channel: string;
  readonly template: string;
  readonly legalClass: string;
  readonly restDays: string;
  /** Of 100 families. */
  readonly holdOut: string;
  readonly script: Readonly<Record<string, string>>;
}

function fieldsOf(touchpoint: Touchpoint): Fields {
  const { minutes, ownerRole, channel, templates, legalClass, restDays, holdOut, script } = touchpoint;
  return {
    minutes: String(minutes),
    ownerRole,
    channel,
    template: templates[channel] ?? '',
    legalClass: legalClass ?? '',
    restDays: restDays === null ? '' : String(restDays),
    holdOut: String(Math.round(holdOut * 100)),
    script,
  };
}

/** Only what differs: somebody else may have changed the rest meanwhile. */
export function wishOf(touchpoint: Touchpoint, fields: Fields): TouchpointWish {
  const channel = channels.find((one) => one === fields.channel) ?? 'call';
  const template = fields.template.trim();
  const { [channel]: _before, ...others } = touchpoint.templates;
  const templates = template === '' ? others : { ...others, [channel]: template };
  const before = fieldsOf(touchpoint);
  const rest = Number(fields.restDays);
  return {
    code: touchpoint.code,
    ...(fields.minutes === before.minutes ? {} : { minutes: Number(fields.minutes) }),
    ...(fields.ownerRole === before.ownerRole
      ? {}
      : { ownerRole: roles.find((one) => one === fields.ownerRole) ?? 'front_desk' }),
    ...(channel === touchpoint.channel ? {} : { channel }),
    ...(JSON.stringify(templates) === JSON.stringify(touchpoint.templates) ? {} : { templates }),
    ...(fields.legalClass === before.legalClass
      ? {}
      : { legalClass: classes.find((one) => one === fields.legalClass) ?? null }),
    ...(fields.restDays === before.restDays ? {} : { restDays: fields.restDays.trim() === '' ? null : rest }),
    ...(fields.holdOut === before.holdOut ? {} : { holdOut: Number(fields.holdOut) / 100 }),
    ...(JSON.stringify(fields.script) === JSON.stringify(touchpoint.script) ? {} : { script: fields.script }),
  };
}

/** The templates that have words for the channel; a call and a word at the desk have none. */
function TemplateField({
  fields: { channel, template },
  put,
}: {
  readonly fields: Fields;
  readonly put: (part: Partial<Fields>) => void;
}) {
  const { edit } = usePlanWords();
  const language = useLanguage();
  const { data } = useQuery(templatesQuery);
  if (channel !== 'email' && channel !== 'text' && channel !== 'post') return null;
  const fitting = (data?.templates ?? [])
    .filter((one) => one.channels.includes(channel))
    .map(({ code, title }) => ({ value: code, label: inLanguage(title, [language, 'en'])?.text ?? code }));
  const isThere = template === '' || fitting.some(({ value }) => value === template);
  return (
    <NativeSelect
      label={edit.template}
      description={edit.templateExplained}
      data={[
        { value: '', label: channel === 'post' ? edit.noTemplate : edit.chooseTemplate },
        ...fitting,
        // What was chosen before is never lost by a look, also while the list still comes.
        ...(isThere ? [] : [{ value: template, label: template }]),
      ]}
      value={template}
      onChange={(event) => put({ template: event.target.value })}
    />
  );
}

/** One touchpoint's minutes, person, channel, template, class, rest and words. */
export function TouchpointEditor({
  touchpoint,
  title,
  save,
  preview,
  onClose,
}: {
  readonly touchpoint: Touchpoint;
  readonly title: string;
  readonly save: (wish: TouchpointWish) => void;
  readonly preview: (wish: TouchpointWish) => void;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const room = usePlanWords();
  const formats = useFormats();
  const { edit } = room;
  const [fields, setFields] = useState(() => fieldsOf(touchpoint));
  const put = (part: Partial<Fields>): void => setFields({ ...fields, ...part });
  const wish = wishOf(touchpoint, fields);
  const isChanged = Object.keys(wish).length > 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(wish);
  };
  return (
    <Dialog title={title} onClose={onClose} className="plan-dialog">
      <form onSubmit={submit}>
        <div className="plan-fields">
          <TextInput
            type="number"
            min={1}
            max={240}
            required
            label={edit.minutes}
            value={fields.minutes}
            onChange={(event) => put({ minutes: event.target.value })}
          />
          <NativeSelect
            label={edit.role}
            data={roles.map((role) => ({ value: role, label: words.roles[role] }))}
            value={fields.ownerRole}
            onChange={(event) => put({ ownerRole: event.target.value })}
          />
          <NativeSelect
            label={edit.channel}
            description={edit.channelExplained}
            data={channels.map((channel) => ({ value: channel, label: wordFor(words.channels, channel) }))}
            value={fields.channel}
            onChange={(event) =>
              put({ channel: event.target.value, template: touchpoint.templates[event.target.value] ?? '' })
            }
          />
          <TemplateField fields={fields} put={put} />
          <NativeSelect
            label={edit.legalClass}
            data={[
              { value: '', label: edit.classes.follows },
              ...classes.map((one) => ({ value: one, label: edit.classes[one] })),
            ]}
            value={fields.legalClass}
            onChange={(event) => put({ legalClass: event.target.value })}
          />
          <TextInput
            type="number"
            min={1}
            max={3660}
            label={edit.restDays}
            description={edit.restExplained}
            value={fields.restDays}
            onChange={(event) => put({ restDays: event.target.value })}
          />
          {mayHoldOut({ share: touchpoint.share, trigger: touchpoint.trigger as Trigger }) ? (
            <TextInput
              type="number"
              min={0}
              max={50}
              required
              label={edit.holdOut}
              description={edit.holdOutExplained}
              value={fields.holdOut}
              onChange={(event) => put({ holdOut: event.target.value })}
            />
          ) : null}
        </div>
        {Object.entries(fields.script).map(([language, text]) => (
          <Textarea
            key={language}
            lang={language}
            label={edit.script(formats.languageName(language))}
            rows={4}
            required
            maxLength={2000}
            value={text}
            onChange={(event) => put({ script: { ...fields.script, [language]: event.target.value } })}
          />
        ))}
        <div className="save-row">
          <Button type="submit" disabled={!isChanged}>
            {words.common.save}
          </Button>
          <Button variant="default" disabled={!isChanged} onClick={() => preview(wish)}>
            {edit.preview}
          </Button>
          <Button variant="default" onClick={onClose}>
            {edit.close}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
