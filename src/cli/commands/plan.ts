import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { refuse } from '../../kit/outcome.ts';
import { inLanguage } from '../../kit/words.ts';
import type { Plan } from '../../plan/model.ts';
import { type PlanWish, planFile } from '../../plan/plan-file-contract.ts';
import { applyPlan, readPlan } from '../../plan/version-actions.ts';
import { consoleActor } from '../../practice/model.ts';
import { presentView } from '../../today/actions.ts';
import { previewTomorrow } from '../../today/preview-actions.ts';
import { type WeeklyLoad, weeklyLoad } from '../../today/weekly-load.ts';
import { describeIssue } from '../../words/describe-issue.ts';
import { type CommonOptions, getPractice, withDatabase } from '../context.ts';
import { answer, CommandRefused } from '../say.ts';

/** The plan as `plan apply` reads it: by code, without ids. */
function toFile(plan: Plan): PlanWish {
  return {
    statement: { ...plan.statement, methods: [...plan.statement.methods] },
    touchpoints: plan.touchpoints.map(({ id: _id, automatic: _automatic, ...one }) => one) as never,
    shares: plan.shares.map(({ code, percent }) => ({ code, percent })),
    capacity: [...plan.capacity] as never,
  };
}

function describe(plan: Plan, load: readonly WeeklyLoad[]): string {
  const of = new Map(load.map((one) => [one.code, one]));
  const { objective, mission } = plan.statement;
  return [
    ...(objective === '' ? [] : [objective]),
    ...(mission === '' ? [] : [`“${mission}”`]),
    ...plan.touchpoints.map((one) => {
      const cost = of.get(one.code);
      const title = inLanguage(one.title, ['en'])?.text ?? one.code;
      return `${one.enabled ? 'on ' : 'off'} ${one.code.padEnd(18)} ${String(cost?.minutes ?? 0).padStart(5)} min/week  ${title}`;
    }),
  ].join('\n');
}

export async function runPlanShow(options: CommonOptions): Promise<void> {
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const [plan, load] = await database.inPractice(practice.id, async (db) => {
      const found = await readPlan(db, practice.id);
      return [found, await weeklyLoad(db, presentView(practice, new Date()), found.touchpoints)] as const;
    });
    answer(options.json === true, toFile(plan), () => describe(plan, load));
  }, options.json === true);
}

function refuseFile(words: string): never {
  throw new CommandRefused(refuse('invalid_input', words).refusal);
}

// A file of many faults is mended from its beginning.
const mostFaults = 20;

function at(path: readonly PropertyKey[], value: unknown): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** Where in the file: a touchpoint by its code, which is what its writer knows it by. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [list, nth, ...rest] = path;
  const code = list === 'touchpoints' && nth !== undefined ? at([list, nth, 'code'], value) : undefined;
  const inner = rest.map(String).join('.');
  if (typeof code === 'string') return `touchpoint ${code}${inner === '' ? '' : `, ${inner}`}`;
  return path.length === 0 ? 'the plan' : path.map(String).join('.');
}

function valueAt(path: readonly PropertyKey[], value: unknown): string {
  const found = at(path, value);
  return found === undefined || typeof found === 'object' ? '' : `, and is ${JSON.stringify(found)}`;
}

function readWish(path: string): PlanWish {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return refuseFile(`${path} cannot be read`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuseFile(`${path} is not JSON`);
  }
  const parsed = z.safeParse(planFile, value);
  if (parsed.success) return parsed.data;
  return refuseFile(
    parsed.error.issues
      .slice(0, mostFaults)
      .map(
        (issue) =>
          `${path}: ${placeOf(issue.path, value)} ${describeIssue(issue)}${valueAt(issue.path, value)}`,
      )
      .join('\n'),
  );
}

export async function runPlanApply(
  path: string,
  options: CommonOptions & { readonly preview?: boolean },
): Promise<void> {
  const wish = readWish(path);
  await withDatabase(async ({ database }) => {
    const practice = await getPractice(database, options.practice);
    const now = new Date();
    if (options.preview === true) {
      const preview = await database.inPractice(practice.id, (db) =>
        previewTomorrow(db, practice, wish, now),
      );
      if (!preview.ok) throw new CommandRefused(preview.refusal);
      const { day, before, after, available, added, removed, aWeek } = preview.value;
      answer(options.json === true, preview.value, () =>
        [
          `${day}: ${before.acts} acts in ${before.minutes} minutes would be ${after.acts} in ${after.minutes}, of ${available}`,
          `a week: ${aWeek.before} minutes would be ${aWeek.after}`,
          ...added.acts.map((act) => `  + ${act.title}: ${act.patientName} (${act.minutes} min)`),
          ...removed.acts.map((act) => `  - ${act.title}: ${act.patientName} (${act.minutes} min)`),
        ].join('\n'),
      );
      return;
    }
    const applied = await database.inPractice(practice.id, (db) =>
      applyPlan(db, consoleActor(practice), wish, now),
    );
    if (!applied.ok) throw new CommandRefused(applied.refusal);
    answer(
      options.json === true,
      toFile(applied.value),
      () => 'the plan is changed; Today follows when it is next planned',
    );
  }, options.json === true);
}
