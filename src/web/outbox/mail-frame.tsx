const tallest = 640;

/**
 * An e-mail as it looks, in a frame that may do nothing: no scripts, no forms, no links that lead out, no origin. Its
 * height is a guess by its length, because a frame without an origin cannot be measured.
 */
export function MailFrame({ html, title }: { readonly html: string; readonly title: string }) {
  const height = Math.min(tallest, 240 + html.length / 14);
  return (
    <iframe className="mail-frame" title={title} sandbox="" srcDoc={html} style={{ blockSize: height }} />
  );
}
