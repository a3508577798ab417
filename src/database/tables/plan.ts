import type { Generated } from 'kysely';
import type { PracticeId, ServiceId, StaffMemberId, TouchpointId } from '../../kit/ids.ts';
import type { Words } from '../../kit/words.ts';
import type { InstantDefault, Json, JsonDefault, OrNull } from './column.ts';

export interface TouchpointTable {
  practice_id: PracticeId;
  id: TouchpointId;
  code: string;
  title: Json<Words>;
  /** A kind of occasion that plan/model.ts knows. */
  trigger: string;
  params: JsonDefault<Readonly<Record<string, number | string | boolean>>>;
  services: OrNull<ServiceId[]>;
  act_kind: string;
  channel: 'call' | 'post' | 'in_person' | 'email' | 'text';
  automatic: Generated<boolean>;
  legal_class: OrNull<'treatment' | 'operations' | 'marketing' | 'unknown'>;
  third_party_paid: Generated<boolean>;
  templates: JsonDefault<Readonly<Record<string, string>>>;
  rest_days: OrNull<number>;
  purpose: 'care' | 'feedback' | 'marketing';
  topic: string;
  owner_role: string;
  minutes: number;
  share: string;
  priority: Generated<number>;
  script: Json<Words>;
  /** Share of patients in [0, 0.5] for whom the act is not made. */
  hold_out: Generated<number>;
  enabled: Generated<boolean>;
  created_at: InstantDefault;
  updated_at: InstantDefault;
}

export interface ShareTable {
  practice_id: PracticeId;
  code: string;
  title: Json<Words>;
  percent: number;
  position: number;
}

export interface CapacityTable {
  practice_id: PracticeId;
  role: string;
  /** ISO. */
  weekday: number;
  minutes: number;
}

/** What is looked at before a patient leaves. */
export interface LeavingItemTable {
  practice_id: PracticeId;
  code: string;
  words: Json<Words>;
  applies: 'always' | 'first_visit' | 'no_next_visit' | 'promise_open' | 'worried';
  position: number;
  enabled: Generated<boolean>;
}

export interface PlanStatementTable {
  practice_id: PracticeId;
  objective: Generated<string>;
  mission: Generated<string>;
  methods: Generated<string[]>;
}

/** Each state of the plan, whole. */
export interface PlanVersionTable {
  practice_id: PracticeId;
  version: number;
  at: InstantDefault;
  by_staff: OrNull<StaffMemberId>;
  what: string;
  content: Json<unknown>;
}

export interface PlanTables {
  leaving_item: LeavingItemTable;
  plan_statement: PlanStatementTable;
  plan_version: PlanVersionTable;
  touchpoint: TouchpointTable;
  share: ShareTable;
  capacity: CapacityTable;
}
