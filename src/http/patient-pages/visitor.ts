import type { FastifyRequest } from 'fastify';
import type { PatientLink } from '../../contact/link-actions.ts';
import type { Db } from '../../database/database.ts';
import type { LocalDate } from '../../kit/local-date.ts';
import type { Practice } from '../../practice/model.ts';
import type { Location } from '../../practice/queries/locations.ts';
import type { Language } from '../../words/bind.ts';
import type { HttpPorts } from '../ports.ts';
import type { PageWords } from './page-words.ts';

/** What of a patient their own pages may need to know. */
export interface PageOwner {
  readonly givenName: string;
  readonly writtenLanguage: string | null;
  readonly spokenLanguage: string | null;
}

/** Whoever holds the link, within one transaction. Nobody is signed in: the token in the path is the right. */
export interface Visitor {
  readonly db: Db;
  readonly ports: HttpPorts;
  readonly request: FastifyRequest;
  readonly practice: Practice;
  readonly link: PatientLink;
  /** Never stored, never logged. */
  readonly token: string;
  readonly owner: PageOwner;
  /** The name to greet by; undefined unless the practice wants it said: a link may be forwarded. */
  readonly calledBy: string | undefined;
  /** Every service here is sensitive. */
  readonly sensitive: boolean;
  readonly place: Location | undefined;
  readonly language: Language;
  readonly words: PageWords;
  readonly now: Date;
  readonly today: LocalDate;
  /** What was sent with a form; empty for a look. */
  readonly form: URLSearchParams;
}
