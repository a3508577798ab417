// One case of the gate in the plainest words; nothing here or in the oracle comes from `src`.

export interface GateCase {
  channel: 'call' | 'text' | 'email' | 'post' | 'in_person';
  purpose: 'care' | 'feedback' | 'marketing';
  legalClass: 'treatment' | 'operations' | 'marketing' | 'unknown';
  about: 'visit' | 'recall' | 'survey' | 'review' | 'news' | 'thanks' | 'birthday' | 'answer' | 'other';
  thirdPartyPaid: boolean;
  owed: boolean;
  automatic: boolean;
  answering: boolean;
  voicemail: boolean;
  unsubscribe: boolean;

  practiceCountry: string;
  practiceZone: string;
  homes: { country: string; state: string | undefined; zip: string | undefined }[];
  phones: string[];
  gone: 'moved' | 'transferred' | 'died' | 'opted_out' | 'inactive' | undefined;
  mourning: boolean;
  visitsOnly: boolean;
  said: { purpose: string; channel: string; yes: boolean; at: number }[];
  ways: string[];
  wish: string[] | undefined;
  noMachine: boolean;
  waysKnown: boolean;
  stops: { scope: 'all' | 'marketing' | 'number'; kind: 'mobile' | 'phone' | 'email' }[];
  papers: {
    signed: number;
    ends: number | undefined;
    event: boolean;
    over: number | undefined;
    pays: boolean;
    whole: boolean;
  }[];
  talks: number[];
  complaint: boolean;
  broken: boolean;
  heard: number | undefined;
  senderAddress: boolean;

  from: string;
  to: string;
  days: number[];
  perDay: number;
  perWeek: number;
  perMonth: number;
  staleHours: number;
  now: number;
}

export interface OracleAnswer {
  verdict: 'permit' | 'delay' | 'refuse';
  until: number | undefined;
  rules: string[];
}
