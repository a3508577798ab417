import { createHash } from 'node:crypto';

// The one stylesheet of all pages, within the page: a phone on a slow line asks once. System colours and fonts alone.
const css = `:root{color-scheme:light dark;--line:light-dark(#8a8f98,#767d88);--dim:light-dark(#4a4f57,#b4bac4);--go:light-dark(#0b5a4a,#7fd6c0);--on:light-dark(#fff,#08221c);--soft:light-dark(#f1f4f3,#22262b)}
*{box-sizing:border-box}
body{margin:0;background:light-dark(#fff,#16191d);color:light-dark(#1b1e22,#e8eaed);font:1.0625rem/1.5 system-ui,sans-serif}
header,main,footer{max-inline-size:36rem;margin-inline:auto;padding:12px 16px}
header{display:flex;justify-content:space-between;gap:16px;align-items:center;border-block-end:1px solid var(--line)}
h1{font-size:1.5rem;line-height:1.25;margin-block:8px 12px}
h2,legend{font-size:1.125rem;font-weight:600;padding:0;margin-block:0 4px}
p{margin-block:0 12px}
fieldset,section{border:0;padding:0;margin:0 0 24px;min-inline-size:0}
section{border-block-start:1px solid var(--line);padding-block-start:16px}
dl{margin:0 0 20px}dt{font-weight:600}dd{margin:0 0 12px;white-space:pre-line}
.choice{display:flex;gap:12px;padding-block:6px;align-items:baseline;min-block-size:36px}
.choice input{inline-size:20px;block-size:20px;flex:none;transform:translateY(4px);accent-color:var(--go)}
.scale{display:grid;grid-template-columns:repeat(11,minmax(0,1fr));max-inline-size:30rem}.scale label{display:flex;flex-direction:column;align-items:center;padding-block:4px}.scale input{inline-size:20px;block-size:20px;margin:4px 0 0;accent-color:var(--go)}
.dim,small{color:var(--dim);font-size:.9375rem}
label.field{display:block;margin-block-end:12px}
textarea,select,input:not([type=checkbox],[type=radio]){display:block;inline-size:100%;font:inherit;padding:8px;border:1px solid var(--line);border-radius:6px;background:light-dark(#fff,#1d2126);color:inherit;min-block-size:44px}
button{font:inherit;margin-inline-end:8px;font-weight:600;min-block-size:44px;padding:8px 20px;border-radius:6px;border:2px solid var(--go);background:var(--go);color:var(--on);cursor:pointer}
button.second{background:none;color:var(--go)}
button.link{border:0;background:none;color:var(--go);padding:8px;text-decoration:underline;font-weight:400}
a{color:var(--go)}
:focus-visible{outline:3px solid light-dark(#0b5cad,#8ec5ff);outline-offset:2px}
.box{border-inline-start:5px solid var(--go);background:var(--soft);padding:12px 16px;margin-block-end:16px}
.box.bad{border-color:light-dark(#b3261e,#ff8a80)}
.face{border-radius:50%;vertical-align:middle;margin-inline-end:12px}
.trap{position:absolute;inset-inline-start:-200vw;max-inline-size:150vw}`;

export const style = css.replace(/\n/g, '');

const hash = createHash('sha256').update(style).digest('base64');

/** Nothing may be fetched, run or framed; a picture is part of its page; forms go to us alone. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
