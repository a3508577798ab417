import { createElement, type ReactNode } from 'react';
import type { SvgNode } from '../../charts/svg.ts';

// React knows these attributes by other names.
const renamed: Readonly<Record<string, string>> = {
  'text-anchor': 'textAnchor',
  'stroke-width': 'strokeWidth',
  'stroke-dasharray': 'strokeDasharray',
  'fill-opacity': 'fillOpacity',
  'font-size': 'fontSize',
  'font-weight': 'fontWeight',
};

/** The shapes of a chart as elements of the page: no markup is written into it. */
export function Drawing({ nodes }: { readonly nodes: readonly (SvgNode | string)[] }): ReactNode {
  return nodes.map((node, i) => {
    if (typeof node === 'string') return node;
    const attributes = Object.fromEntries(
      Object.entries(node.attributes).map(([name, value]) => [renamed[name] ?? name, value]),
    );
    // The order of the shapes is what they are; nothing of theirs is kept from one drawing to the next.
    const key = `${node.tag}${i}`;
    return createElement(
      node.tag,
      { ...attributes, key },
      node.children.length === 0 ? undefined : <Drawing nodes={node.children} />,
    );
  });
}
