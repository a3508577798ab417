import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { framed } from './frame.ts';
import { escaped, html } from './html.ts';
import { maskedEmail, tailOf } from './mask.ts';
import { wordingVersion, wordsOf } from './page-words.ts';
import { contentSecurityPolicy, style } from './style.ts';

test('whatever is put into a page is text, but markup that was made here', () => {
  const name = `<script>alert("x")</script>'\``;
  expect(html`<p title="${name}">${name}</p>`.html).toBe(
    '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&#96;">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&#96;</p>',
  );
  expect(html`<ul>${['<a>', '<b>'].map((one) => html`<li>${one}</li>`)}</ul>`.html).toBe(
    '<ul><li>&lt;a&gt;</li><li>&lt;b&gt;</li></ul>',
  );
});

test('nothing, a number and a list are what they look like', () => {
  expect(html`${null}${undefined}${false}${0}${[1, '&']}`.html).toBe('01&amp;');
});

test('indentation of the source is left out, that of a value stays', () => {
  expect(
    html`<p>
      ${'one\n   two'}</p>`.html,
  ).toBe('<p>\none\n   two</p>');
});

test('controls and marks that turn text round are left out; lines and other scripts stay', () => {
  expect(escaped('a\u0000b\u001bc\u202Ed\u2066e\ufefff')).toBe('abcdef');
  expect(escaped('one\n\ttwo ñ 张 א')).toBe('one\n\ttwo ñ 张 א');
});

test('the stylesheet of the page is the one that its policy allows, and small', () => {
  const page = framed({
    page: { title: 'T', body: html`` },
    language: 'en',
    practiceName: 'P',
  });
  const inPage = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  expect(inPage).toBe(style);
  const hash = createHash('sha256').update(inPage).digest('base64');
  expect(contentSecurityPolicy).toContain(`'sha256-${hash}'`);
  expect(Buffer.byteLength(style)).toBeLessThan(2500);
});

test('of a number its end is told, of an address its edges', () => {
  expect(tailOf('+1 (202) 555-0147')).toBe('47');
  expect(tailOf('')).toBe('');
  expect(maskedEmail(' Lena.Okafor@Mail.Example.org ')).toBe('l…@m….org');
  expect(maskedEmail('張@例え.jp')).toBe('張@例….jp'.replace('張@', '張…@'));
});

test('who chooses has read these words: another wording is another version', () => {
  const words = (['en', 'es'] as const).map((language) => {
    const { saved: _saved, ...said } = wordsOf(language).preferences;
    return said;
  });
  const text = JSON.stringify(words, (_, value: unknown) =>
    typeof value === 'function' ? (value as (...v: string[]) => string)('1', '2') : value,
  );
  const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 16);
  // When this fails, raise `wordingVersion` and put the new fingerprint beside it.
  expect({ wordingVersion, fingerprint }).toMatchInlineSnapshot(`
    {
      "fingerprint": "2d2934be0b2c219b",
      "wordingVersion": "patient-page-1",
    }
  `);
});
