/** One SVG element: what a browser, a printed page and a file are all made from. */
export interface SvgNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgNode | string)[];
}

/** One element; attributes have the names of SVG (`stroke-width`, not `strokeWidth`). */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly (SvgNode | string)[]
): SvgNode {
  const set = Object.entries(attributes).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return { tag, attributes: Object.fromEntries(set), children };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// Characters that XML has no way to write are dropped: a file with one of them does not open.
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is dropped
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)
  );
}

/** The element as text; everything that came from outside is escaped. */
export function markup(node: SvgNode | string): string {
  if (typeof node === 'string') return escaped(node);
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  const inside = node.children.map(markup).join('');
  return inside === '' ? `<${node.tag}${attributes}/>` : `<${node.tag}${attributes}>${inside}</${node.tag}>`;
}

/** A coordinate with a tenth of a pixel: no eye sees more, and files stay small. @throws RangeError when it is no number */
export function at(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('a chart was given a value that is no number');
  return Math.round(value * 10) / 10;
}
