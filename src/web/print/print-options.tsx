import { Button, Checkbox, NumberInput, Radio, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { largestNudge, type Nudge } from './lay-out.ts';
import type { PrintKind } from './print-items.ts';
import { type Paper, usePrintSettings } from './print-settings.ts';
import { usePrintWords } from './print-words.ts';
import { cellsOn, type Stock, stocks } from './stocks.ts';

const kinds: readonly PrintKind[] = ['labels', 'cards', 'by_hand', 'list'];

function asNumber(value: number | string): number {
  const number = typeof value === 'number' ? value : Number.parseFloat(value);
  return Number.isFinite(number) ? number : 0;
}

export function PrintOptions({
  kind,
  setKind,
  stock,
  startAt,
  setStartAt,
  initials,
  setInitials,
  align,
}: {
  readonly kind: PrintKind;
  readonly setKind: (kind: PrintKind) => void;
  readonly stock: Stock | undefined;
  readonly startAt: number;
  readonly setStartAt: (cell: number) => void;
  readonly initials: boolean;
  readonly setInitials: (on: boolean) => void;
  readonly align: () => void;
}) {
  const words = usePrintWords();
  const [, change] = usePrintSettings();
  return (
    <div className="print-options">
      <Radio.Group label={words.what} value={kind} onChange={(value) => setKind(value as PrintKind)}>
        {kinds.map((one) => (
          <Radio
            key={one}
            value={one}
            label={words.kinds[one]}
            description={words.kindsExplained[one]}
            mt={8}
          />
        ))}
      </Radio.Group>
      {kind === 'by_hand' || kind === 'list' ? (
        <FlowOptions initials={initials} setInitials={setInitials} />
      ) : null}
      {stock === undefined ? null : (
        <SheetOptions
          stock={stock}
          choices={stocks.filter((one) => one.kind === stock.kind)}
          choose={(id) => {
            setStartAt(1);
            change(stock.kind === 'label' ? { label: id } : { card: id });
          }}
          align={align}
        >
          {stock.kind === 'label' ? (
            <NumberInput
              label={words.startAt}
              description={words.startAtExplained}
              min={1}
              max={cellsOn(stock)}
              clampBehavior="strict"
              allowDecimal={false}
              value={startAt}
              onChange={(value) => setStartAt(Math.max(1, Math.min(cellsOn(stock), asNumber(value) || 1)))}
            />
          ) : null}
        </SheetOptions>
      )}
    </div>
  );
}

function FlowOptions({
  initials,
  setInitials,
}: {
  readonly initials: boolean;
  readonly setInitials: (on: boolean) => void;
}) {
  const words = usePrintWords();
  const [settings, change] = usePrintSettings();
  return (
    <>
      <Select
        label={words.paper}
        data={[
          { value: 'a4', label: 'A4' },
          { value: 'letter', label: 'Letter' },
        ]}
        value={settings.paper}
        allowDeselect={false}
        onChange={(paper) => change({ paper: (paper ?? 'a4') as Paper })}
      />
      <Checkbox
        label={words.initials}
        checked={initials}
        onChange={(event) => setInitials(event.currentTarget.checked)}
      />
    </>
  );
}

/** Which sheet lies in the printer, and by how much the printer is off. */
export function SheetOptions({
  stock,
  choices,
  choose,
  align,
  children,
}: {
  readonly stock: Stock;
  readonly choices: readonly Stock[];
  readonly choose: (id: string) => void;
  readonly align: () => void;
  readonly children?: ReactNode;
}) {
  const words = usePrintWords();
  const [settings, change] = usePrintSettings();
  const nudge = settings.nudges[stock.id] ?? { x: 0, y: 0 };
  const setNudge = (next: Partial<Nudge>) =>
    change({ nudges: { ...settings.nudges, [stock.id]: { ...nudge, ...next } } });
  return (
    <>
      <Select
        label={words.sheet}
        data={choices.map((one) => ({ value: one.id, label: one.name }))}
        value={stock.id}
        allowDeselect={false}
        onChange={(id) => {
          if (id !== null) choose(id);
        }}
      />
      {children}
      <fieldset className="nudge">
        <legend>{words.nudge}</legend>
        <p className="dim">{words.nudgeExplained}</p>
        <div className="nudge-fields">
          {(['x', 'y'] as const).map((axis) => (
            <NumberInput
              key={axis}
              label={axis === 'x' ? words.nudgeX : words.nudgeY}
              suffix=" mm"
              step={0.1}
              decimalScale={1}
              min={-largestNudge}
              max={largestNudge}
              clampBehavior="strict"
              value={nudge[axis]}
              onChange={(value) => setNudge({ [axis]: asNumber(value) })}
            />
          ))}
        </div>
        <Button variant="default" onClick={align}>
          {words.alignment}
        </Button>
        <p className="dim">{words.alignmentExplained}</p>
      </fieldset>
    </>
  );
}
