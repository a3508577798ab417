import type { Problem } from '../app/api.ts';
import { useLanguage, useWords, type Words } from '../app/words.ts';

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** What to tell the person: the server's own words in English, ours by its code in other languages. */
export function problemWords(problem: Problem, words: Words, language: string): string {
  const ours: Readonly<Record<string, string>> = words.problems;
  const own = ours[problem.code];
  if (problem.detail === '') return own ?? words.problems.fault;
  return language === 'en' ? sentence(problem.detail) : (own ?? sentence(problem.detail));
}

export function useProblemWords(): (problem: Problem) => string {
  const words = useWords();
  const language = useLanguage();
  return (problem) => problemWords(problem, words, language);
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
