import type { ContactTables } from './tables/contact.ts';
import type { IntakeTables } from './tables/intake.ts';
import type { LoyaltyTables } from './tables/loyalty.ts';
import type { NoshowTables } from './tables/noshow.ts';
import type { PatientsTables } from './tables/patients.ts';
import type { PlanTables } from './tables/plan.ts';
import type { PlatformTables } from './tables/platform.ts';
import type { PracticeTables } from './tables/practice.ts';
import type { PromisesTables } from './tables/promises.ts';
import type { TodayTables } from './tables/today.ts';
import type { VisitsTables } from './tables/visits.ts';

/** Every table that the application role may touch, by name. Held to the migrations by tables.db.test.ts. */
export interface Tables
  extends PracticeTables,
    PatientsTables,
    VisitsTables,
    PromisesTables,
    IntakeTables,
    NoshowTables,
    LoyaltyTables,
    ContactTables,
    PlanTables,
    TodayTables,
    PlatformTables {}
