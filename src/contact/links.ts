/** What a link to a patient's page is good for. A link of one purpose opens nothing of another. */
export const linkPurposes = ['preferences', 'unsubscribe', 'visit', 'question'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/**
 * For how long a link works, days. An unsubscribe has to work for 30 days at least (CAN-SPAM, 15 USC 7704(a)(3));
 * preferences can be changed for a year with the link of any old letter.
 */
export const linkDays: Readonly<Record<LinkPurpose, number>> = {
  preferences: 365,
  unsubscribe: 400,
  visit: 60,
  question: 90,
};

/** Where a token of a purpose leads, below the address that patients reach us at. */
export function linkPath(purpose: LinkPurpose, token: string): string {
  return `/p/${purpose}/${token}`;
}
