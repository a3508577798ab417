import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { readEnquirySearch } from '../enquiries/enquiry-search.ts';
import { readHuddleSearch } from '../huddle/huddle-search.ts';
import { readNewImport } from '../imports/new-import-search.ts';
import { readOutboxSearch } from '../outbox/outbox-search.ts';
import { patientQuery, timelineQuery } from '../patients/patient-queries.ts';
import { readPlanSearch } from '../plan/plan-search.ts';
import { readPromiseSearch } from '../promises/promise-search.ts';
import { NotFound } from '../shell/not-found.tsx';
import { Shell } from '../shell/shell.tsx';
import { beginToday } from '../today/today-queries.ts';
import { TodayScreen } from '../today/today-screen.tsx';
import { readTodaySearch } from '../today/today-search.ts';
import { type Session, sessionQuery } from './session.ts';

interface Known {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Known>()({ notFoundComponent: NotFound });

/** Where a role begins its day; of several roles the one that is nearest to a patient decides. */
export function homeOf({
  roles,
  verbs,
}: Session): '/today' | '/huddle' | '/overview' | '/health' | '/imports' | '/patients' | '/practice' {
  if (roles.includes('front_desk')) return '/today';
  if (roles.includes('clinician')) return '/huddle';
  if (roles.includes('manager')) return '/overview';
  if (verbs.includes('today.read')) return '/today';
  if (verbs.includes('health.read')) return '/health';
  if (verbs.includes('imports.read')) return '/imports';
  return verbs.includes('patients.search') ? '/patients' : '/practice';
}

const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    // Whoever has just typed a password still lacks the second factor, and would be told so for nothing.
    const known = context.client.getQueryData(sessionQuery.queryKey);
    if ((location.pathname === '/today' || location.pathname === '/') && known?.state !== 'mfa_pending') {
      beginToday(context.client, readTodaySearch(location.search));
    }
    // A server that does not answer is shown by the shell, with a way to try again.
    const session = await context.client.ensureQueryData(sessionQuery).catch(() => undefined);
    const search = location.pathname === '/' ? {} : { to: location.pathname };
    if (session?.state === 'mfa_pending') throw redirect({ to: '/second-factor', search });
    if (session && session.firstRun !== null) throw redirect({ to: '/welcome' });
    if (session !== null) return;
    throw redirect({ to: '/sign-in', search });
  },
});

const home = createRoute({
  getParentRoute: () => desk,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = context.client.getQueryData(sessionQuery.queryKey);
    if (session) throw redirect({ to: homeOf(session), replace: true });
  },
});

const today = createRoute({
  getParentRoute: () => desk,
  path: '/today',
  validateSearch: readTodaySearch,
  component: TodayScreen,
});

const huddle = createRoute({
  getParentRoute: () => desk,
  path: '/huddle',
  validateSearch: readHuddleSearch,
  component: lazyRouteComponent(() => import('../huddle/huddle-screen.tsx'), 'HuddleScreen'),
});

const overview = createRoute({
  getParentRoute: () => desk,
  path: '/overview',
  component: lazyRouteComponent(() => import('../overview/overview-screen.tsx'), 'OverviewScreen'),
});

const leavingItems = createRoute({
  getParentRoute: () => desk,
  path: '/huddle/list',
  component: lazyRouteComponent(() => import('../huddle/leaving-items.tsx'), 'LeavingItemsScreen'),
});
const lookBack = createRoute({
  getParentRoute: () => desk,
  path: '/look-back',
  component: lazyRouteComponent(() => import('../look-back/look-back-screen.tsx'), 'LookBackScreen'),
});

const predictions = createRoute({
  getParentRoute: () => desk,
  path: '/predictions',
  component: lazyRouteComponent(() => import('../predictions/predictions-screen.tsx'), 'PredictionsScreen'),
});

const drift = createRoute({
  getParentRoute: () => desk,
  path: '/drifting',
  component: lazyRouteComponent(() => import('../drift/drift-screen.tsx'), 'DriftScreen'),
});

const health = createRoute({
  getParentRoute: () => desk,
  path: '/health',
  component: lazyRouteComponent(() => import('../health/health-screen.tsx'), 'HealthScreen'),
});

const patients = createRoute({
  getParentRoute: () => desk,
  path: '/patients',
  component: lazyRouteComponent(() => import('../patients/patients-screen.tsx'), 'PatientsScreen'),
});

const patient = createRoute({
  getParentRoute: () => desk,
  path: '/patients/$patientId',
  // Asked for while its code comes, and when somebody dwells on a way to it.
  loader: ({ context, params }) => {
    void context.client.prefetchQuery(patientQuery(params.patientId));
    void context.client.prefetchInfiniteQuery(timelineQuery(params.patientId, 'all'));
  },
  component: lazyRouteComponent(() => import('../patients/patient-screen.tsx'), 'PatientScreen'),
});

const enquiries = createRoute({
  getParentRoute: () => desk,
  path: '/enquiries',
  validateSearch: readEnquirySearch,
  component: lazyRouteComponent(() => import('../enquiries/enquiries-screen.tsx'), 'EnquiriesScreen'),
});

const promises = createRoute({
  getParentRoute: () => desk,
  path: '/promises',
  validateSearch: readPromiseSearch,
  component: lazyRouteComponent(() => import('../promises/promises-screen.tsx'), 'PromisesScreen'),
});

const matches = createRoute({
  getParentRoute: () => desk,
  path: '/matches',
  component: lazyRouteComponent(() => import('../matches/matches-screen.tsx'), 'MatchesScreen'),
});

const imports = createRoute({
  getParentRoute: () => desk,
  path: '/imports',
  component: lazyRouteComponent(() => import('../imports/import-list.tsx'), 'ImportsScreen'),
});

const newImport = createRoute({
  getParentRoute: () => desk,
  path: '/imports/new',
  validateSearch: readNewImport,
  component: lazyRouteComponent(() => import('../imports/new-import-screen.tsx'), 'NewImportScreen'),
});

const systems = createRoute({
  getParentRoute: () => desk,
  path: '/imports/systems',
  component: lazyRouteComponent(() => import('../imports/systems-screen.tsx'), 'SystemsScreen'),
});

const pastImport = createRoute({
  getParentRoute: () => desk,
  path: '/imports/past/$importId',
  component: lazyRouteComponent(() => import('../imports/past-import-screen.tsx'), 'PastImportScreen'),
});

const upload = createRoute({
  getParentRoute: () => desk,
  path: '/imports/$uploadId/$step',
  component: lazyRouteComponent(() => import('../imports/upload-screen.tsx'), 'UploadScreen'),
});

const print = createRoute({
  getParentRoute: () => desk,
  path: '/print',
  component: lazyRouteComponent(() => import('../print/print-screen.tsx'), 'PrintScreen'),
});

const progress = createRoute({
  getParentRoute: () => desk,
  path: '/progress',
  component: lazyRouteComponent(() => import('../first-days/progress-screen.tsx'), 'ProgressScreen'),
});

const plan = createRoute({
  getParentRoute: () => desk,
  path: '/plan',
  validateSearch: readPlanSearch,
  component: lazyRouteComponent(() => import('../plan/plan-screen.tsx'), 'PlanScreen'),
});

const planVersions = createRoute({
  getParentRoute: () => desk,
  path: '/plan/versions',
  component: lazyRouteComponent(() => import('../plan/versions-screen.tsx'), 'PlanVersionsScreen'),
});

const planNews = createRoute({
  getParentRoute: () => desk,
  path: '/plan/news',
  component: lazyRouteComponent(() => import('../plan/news-screen.tsx'), 'NewsScreen'),
});

/** The settings stood here before. */
const practice = createRoute({
  getParentRoute: () => desk,
  path: '/practice',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'practice' }, replace: true });
  },
});

const settingsHome = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'practice' }, replace: true });
  },
});

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../practice/settings-screen.tsx'), 'SettingsScreen'),
});

const audit = createRoute({
  getParentRoute: () => desk,
  path: '/audit',
  component: lazyRouteComponent(() => import('../audit/audit-screen.tsx'), 'AuditScreen'),
});

const outbox = createRoute({
  getParentRoute: () => desk,
  path: '/outbox',
  validateSearch: readOutboxSearch,
  component: lazyRouteComponent(() => import('../outbox/outbox-screen.tsx'), 'OutboxScreen'),
});

const letters = createRoute({
  getParentRoute: () => desk,
  path: '/outbox/letters',
  component: lazyRouteComponent(() => import('../outbox/letters-screen.tsx'), 'LettersScreen'),
});

const templates = createRoute({
  getParentRoute: () => desk,
  path: '/templates',
  component: lazyRouteComponent(() => import('../templates/templates-screen.tsx'), 'TemplatesScreen'),
});

const template = createRoute({
  getParentRoute: () => desk,
  path: '/templates/$templateId',
  component: lazyRouteComponent(() => import('../templates/template-screen.tsx'), 'TemplateScreen'),
});

// Only a path of ours: an address elsewhere must not be the end of signing in.
function readWayOn(search: Record<string, unknown>): { to?: string } {
  return typeof search.to === 'string' && /^\/[a-z][a-z0-9/-]*$/.test(search.to) ? { to: search.to } : {};
}

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  validateSearch: readWayOn,
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery).catch(() => undefined);
    if (!session) throw redirect({ to: '/sign-in' });
    if (session.state !== 'mfa_pending') throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('../sign-in/second-factor-screen.tsx'), 'SecondFactorScreen'),
});

/** The first account, until it has said which practice it is and how it begins. */
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery).catch(() => undefined);
    if (!session) throw redirect({ to: '/sign-in' });
    if (session.state === 'mfa_pending') throw redirect({ to: '/second-factor', search: {} });
    if (session.firstRun === null) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('../first-days/welcome-screen.tsx'), 'WelcomeScreen'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readWayOn,
  component: lazyRouteComponent(() => import('../door/sign-in-screen.tsx'), 'SignInScreen'),
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  component: lazyRouteComponent(() => import('../door/first-run-screen.tsx'), 'FirstRunScreen'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../door/invitation-screen.tsx'), 'InvitationScreen'),
});

const tree = root.addChildren([
  desk.addChildren([
    home,
    today,
    huddle,
    leavingItems,
    overview,
    lookBack,
    predictions,
    drift,
    health,
    patients,
    patient,
    enquiries,
    promises,
    matches,
    imports,
    newImport,
    systems,
    pastImport,
    upload,
    print,
    progress,
    plan,
    planVersions,
    planNews,
    practice,
    settingsHome,
    settings,
    audit,
    outbox,
    letters,
    templates,
    template,
  ]),
  signIn,
  secondFactor,
  welcome,
  firstRun,
  invitation,
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof makeRouter>;
  }
}
