export interface EnquirySearch {
  /** Absent: who waits. */
  readonly state?: 'answered';
}

/** Which list is looked at is all that stands in the address. */
export function readEnquirySearch(search: Record<string, unknown>): EnquirySearch {
  return search.state === 'answered' ? { state: 'answered' } : {};
}
