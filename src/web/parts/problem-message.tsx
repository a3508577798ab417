import type { Problem } from '../app/api.ts';
import { useWords, type Words } from '../app/words.ts';

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** What to tell the person: the server's own words, which come in the language of the screens; without any, ours. */
export function problemWords(problem: Problem, words: Words): string {
  const ours: Readonly<Record<string, string>> = words.problems;
  if (problem.code === 'fault') return words.problems.fault;
  return problem.detail === '' ? (ours[problem.code] ?? words.problems.fault) : sentence(problem.detail);
}

export function useProblemWords(): (problem: Problem) => string {
  const words = useWords();
  return (problem) => problemWords(problem, words);
}

/** A failed request beside what it was about. */
export function ProblemMessage({
  problem,
  id,
}: {
  readonly problem: Problem | undefined;
  readonly id?: string;
}) {
  const say = useProblemWords();
  if (problem === undefined) return null;
  return (
    <p className="problem" role="alert" {...(id === undefined ? {} : { id })}>
      {say(problem)}
    </p>
  );
}
