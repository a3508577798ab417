const place = 'keepwell.dir';

/**
 * `?dir=rtl` shows the screens mirrored, for a look before there is a language that needs it; it holds until the window
 * is closed, or `?dir=ltr` is asked for.
 */
export function directionOfVisit(): 'ltr' | 'rtl' {
  const asked = new URLSearchParams(location.search).get('dir');
  try {
    if (asked === 'rtl' || asked === 'ltr') sessionStorage.setItem(place, asked);
    return sessionStorage.getItem(place) === 'rtl' ? 'rtl' : 'ltr';
  } catch {
    // A browser that keeps nothing: the address alone says it.
    return asked === 'rtl' ? 'rtl' : 'ltr';
  }
}
