import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFormats } from '../app/format.ts';
import { useRoom } from '../app/registry.ts';
import { useWords } from '../app/words.ts';
import { useTitle } from '../parts/use-title.ts';
import { type Step, steps, type Upload } from './import-queries.ts';
import { useImportWords } from './import-words.ts';

/** Ctrl or Cmd with Enter does what the primary button does, wherever the focus is. */
export function useContinueKeys(go: (() => void) | undefined): void {
  const words = useImportWords();
  useRoom({ keys: go === undefined ? [] : [{ keys: 'Ctrl Enter', meaning: words.next }] });
  const act = useRef(go);
  act.current = go;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || act.current === undefined) return;
      event.preventDefault();
      act.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** The steps, and which of them can be gone to: those before, and those whose work is done. */
function StepList({ step, upload }: { readonly step: Step; readonly upload: Upload | undefined }) {
  const words = useImportWords();
  const at = steps.indexOf(step);
  return (
    <ol className="steps" aria-label={words.stepsLabel}>
      {steps.map((one, index) => {
        const open = upload !== undefined && upload.importId === null && index < at;
        return (
          <li key={one} aria-current={one === step ? 'step' : undefined}>
            <span className="step-number">{index + 1}</span>{' '}
            {open ? (
              <Link to="/imports/$uploadId/$step" params={{ uploadId: upload.id, step: one }}>
                {words.steps[one]}
              </Link>
            ) : (
              words.steps[one]
            )}
          </li>
        );
      })}
    </ol>
  );
}

export interface Onward {
  readonly label?: string;
  readonly disabled?: boolean;
  readonly go: () => void;
}

/** One step: where it stands among the others, its heading with the focus, its content, and the ways back and on. */
export function StepFrame({
  step,
  upload,
  heading,
  lead,
  back,
  onward,
  children,
}: {
  readonly step: Step;
  readonly upload?: Upload | undefined;
  readonly heading: string;
  readonly lead?: string;
  readonly back?: (() => void) | undefined;
  readonly onward?: Onward | undefined;
  readonly children: ReactNode;
}) {
  const words = useImportWords();
  const shell = useWords();
  const formats = useFormats();
  const title = useRef<HTMLHeadingElement>(null);
  useTitle(`${shell.places.imports}: ${words.steps[step]}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step takes the focus once, when it comes
  useEffect(() => title.current?.focus(), [step]);
  useContinueKeys(onward === undefined || onward.disabled === true ? undefined : onward.go);
  return (
    <div className="page import-page">
      <div className="steps-row">
        <StepList step={step} upload={upload} />
        {upload === undefined ? null : (
          <span className="dim saved">{words.saved(formats.time(upload.savedAt))}</span>
        )}
      </div>
      <h1 ref={title} tabIndex={-1}>
        {heading}
      </h1>
      {lead === undefined ? null : <p className="dim lead">{lead}</p>}
      {children}
      <p className="step-buttons">
        {back === undefined ? null : (
          <Button variant="default" onClick={back}>
            {words.back}
          </Button>
        )}
        {onward === undefined ? null : (
          <Button
            disabled={onward.disabled === true}
            onClick={onward.go}
            rightSection={<kbd className="continue-key">Ctrl ↵</kbd>}
          >
            {onward.label ?? words.next}
          </Button>
        )}
      </p>
    </div>
  );
}
