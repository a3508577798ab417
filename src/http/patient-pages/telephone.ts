import { type Html, html } from './html.ts';

/** A number as it is dialled from a page. */
export function telephone(phone: string): Html {
  return html`<a href="tel:${phone.replace(/[^\d+]/g, '')}"><bdi>${phone}</bdi></a>`;
}
