import { contactHash } from '../../patients/consent-actions.ts';
import { unsubscribe } from '../../patients/wish-actions.ts';
import { callMeSection } from './call-me.ts';
import { html } from './html.ts';
import { maskedEmail } from './mask.ts';
import type { PatientPage } from './page-route.ts';
import { wordingVersion } from './page-words.ts';
import type { Visitor } from './visitor.ts';

/** The address that the link was sent to, edges alone; undefined where we have it no more. */
async function addressOf({ db, practice, link }: Visitor): Promise<string | undefined> {
  const { contactHash: wanted } = link;
  if (wanted === null) return undefined;
  const rows = await db
    .selectFrom('contact_point')
    .select('normal')
    .where('practice_id', '=', practice.id)
    .where('patient_id', '=', link.patientId)
    .where('kind', '=', 'email')
    .limit(50)
    .execute();
  const found = rows.find(({ normal }) => contactHash(normal).equals(wanted));
  return found === undefined ? undefined : maskedEmail(found.normal);
}

/**
 * The end of bulk mail. To look shows a button, because scanners follow links; a post ends it, whoever sends it: the
 * button, or a mail provider with `List-Unsubscribe=One-Click` (RFC 8058), without a cookie and without a page before.
 */
export const unsubscribePage: PatientPage = {
  purpose: 'unsubscribe',
  oneClick: true,
  show: async (visitor) => {
    const { words, language } = visitor;
    const say = words.unsubscribe;
    const address = await addressOf(visitor);
    return {
      title: say.title,
      body: html`<p>${address === undefined ? say.leadPlain : say.lead(address)}</p><p>${say.stays}</p>
        <form method="post" action="?lang=${language}"><p><button>${say.button}</button></p></form>
        ${callMeSection(visitor)}`,
    };
  },
  take: async (visitor) => {
    const { db, practice, link, words, language, now } = visitor;
    const wording = `${wordingVersion}-${language}`;
    const isNew = await unsubscribe(db, practice.id, link.patientId, link.contactHash, wording, now);
    const say = words.unsubscribe;
    return {
      title: say.done,
      body: html`<div class="box" role="status"><p>${isNew ? say.doneExplained : say.already}</p><p>${say.stays}</p></div>${callMeSection(visitor)}`,
    };
  },
};
