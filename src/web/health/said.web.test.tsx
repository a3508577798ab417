import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { tree as english } from '../../words/compiled/health-en.ts';
import { tree as spanish } from '../../words/compiled/health-es.ts';
import { Said } from './said.tsx';

const codesOf = (words: string): (string | null)[] =>
  [...render(<Said words={words} />).container.querySelectorAll('code')].map((code) => code.textContent);

test('a command in a sentence looks like one, and the sentence reads as before', () => {
  const { container } = render(
    <Said words="Run `keepwell backup` on the server; `keepwell doctor` says it." />,
  );
  expect(container.textContent).toBe('Run keepwell backup on the server; keepwell doctor says it.');
  expect(codesOf('`--retry` tries again, and keepwell')).toEqual(['--retry']);
  expect(codesOf('a name with a ` in it')).toEqual([]);
});

test('every command and setting is marked, the same in both languages', () => {
  const said = (tree: object): string => JSON.stringify(tree);
  const marked = (tree: object): string[] =>
    [...said(tree).matchAll(/`((?:keepwell |KEEPWELL_|imaps|--)[^`"]+)`/g)]
      .map(([, code]) => code ?? '')
      .sort();
  expect(marked(english).length).toBeGreaterThan(10);
  expect(marked(spanish)).toEqual(marked(english));
  for (const tree of [english, spanish])
    expect(said(tree).replaceAll(/`(?:keepwell |KEEPWELL_|--)[^`"]+`/g, '')).not.toMatch(
      /keepwell [a-z]|KEEPWELL_|--[a-z]/,
    );
});
