/** Whether the router can read an address. One that it cannot it answers by itself: repeated, and without our headers. */
export function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?')[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
