/** The key under which the words for an action stand: `pages.visit.send` is `pages_visit_send`. */
export function deedKey(action: string): string {
  return action.replaceAll('.', '_');
}

/** The action of a key. Only the pages of patients have three parts. */
export function actionOf(key: string): string {
  return key.startsWith('pages_') ? key.replaceAll('_', '.') : key.replace('_', '.');
}
