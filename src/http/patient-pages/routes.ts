import type { FastifyInstance } from 'fastify';
import { faultFields } from '../../platform/log.ts';
import type { HttpPorts } from '../ports.ts';
import { endedPage, failedPage } from './ended-page.ts';
import { enquiryRoutes } from './enquiry-page.ts';
import { sendPage } from './frame.ts';
import { acceptedLanguage, patientPageRoute } from './page-route.ts';
import { preferencesPage } from './preferences-page.ts';
import { questionPage } from './question-page.ts';
import { takeForms } from './read-form.ts';
import { unsubscribePage } from './unsubscribe-page.ts';
import { visitPage } from './visit-page.ts';

/** All pages for patients and strangers. They know no session, and set no cookie. */
export function patientPages(scope: FastifyInstance, ports: HttpPorts): void {
  takeForms(scope);
  scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const language = acceptedLanguage(request);
    const status = error.statusCode ?? 500;
    const refused = status >= 400 && status < 500;
    if (!refused) {
      // No address: the token stands in it.
      ports.log.error(
        { requestId: request.id, operation: 'pages', fault: faultFields(error) },
        'a page failed',
      );
    }
    const page = failedPage(language, refused ? status : 500);
    return sendPage(reply, { page, language, practiceName: undefined });
  });
  for (const page of [preferencesPage, unsubscribePage, visitPage, questionPage])
    patientPageRoute(scope, ports, page);
  enquiryRoutes(scope, ports);
  // Whatever else begins with /p/ is a link that ended, and never a screen for staff.
  scope.get('/p/*', (request, reply) => {
    const language = acceptedLanguage(request);
    return sendPage(reply, { page: endedPage(language, undefined), language, practiceName: undefined });
  });
}
