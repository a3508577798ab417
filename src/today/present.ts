import { told } from '../words/told.ts';
import type { ActShape } from './contract.ts';
import type { Act, HeldReason } from './model.ts';
import type { StoredAct } from './queries/acts.ts';

/** The voice is of whoever opens the act; on the command line nobody has opened it yet. */
export function speakAs(script: string, staffName: string | undefined): string {
  return script.replaceAll('{staff}', staffName ?? '[your name]');
}

export function presentStored(act: StoredAct, staffName: string | undefined): ActShape {
  const { state, attempts, notBefore, assignedTo, assignedName, edited } = act;
  return present(act, act.patientName, staffName, {
    state,
    attempts,
    notBefore: notBefore?.toISOString() ?? null,
    assignedTo: assignedTo === null || assignedName === null ? null : { id: assignedTo, name: assignedName },
    edited,
  });
}

/** An act of a what-if, which is stored nowhere. */
export function presentPlanned(act: Act, patientName: string, staffName: string | undefined): ActShape {
  return present(act, patientName, staffName, {
    state: 'planned',
    attempts: 0,
    notBefore: null,
    assignedTo: null,
    edited: false,
  });
}

function present(
  act: Act | StoredAct,
  patientName: string,
  staffName: string | undefined,
  progress: Pick<ActShape, 'state' | 'attempts' | 'notBefore' | 'assignedTo' | 'edited'>,
): ActShape {
  return {
    id: act.id,
    kind: act.kind,
    title: act.title,
    patientId: act.patientId,
    patientName,
    ownerRole: act.ownerRole,
    channel: act.channel,
    minutes: act.minutes,
    value: act.value,
    valueLow: act.valueLow,
    valueHigh: act.valueHigh,
    share: act.share,
    topic: act.topic,
    dueTo: act.dueTo,
    deadline: act.deadline?.toISOString() ?? null,
    whyNow: act.whyNow.map(({ fact, source, date }) => ({ fact, source, date })),
    language: act.language,
    script: speakAs(act.script, staffName),
    ...progress,
  };
}

/** `code: words` as it is stored, apart again. */
export function readHeldReason(stored: string | null): { readonly code: string; readonly reason: string } {
  const text = stored ?? '';
  const end = text.indexOf(': ');
  return end < 0 ? { code: text, reason: '' } : { code: text.slice(0, end), reason: text.slice(end + 2) };
}

export function presentHeldCounts(
  counts: Readonly<Record<string, number>>,
): Record<string, { count: number; reason: string }> {
  return Object.fromEntries(
    Object.entries(counts).map(([code, count]) => [
      code,
      { count, reason: told.held[code as HeldReason] ?? code },
    ]),
  );
}
