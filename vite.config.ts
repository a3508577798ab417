import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Compressed once here, so that the server never compresses: 1,030 KB of Today travel as 210. */
function compressAssets(): Plugin {
  return {
    name: 'compress-assets',
    apply: 'build',
    writeBundle: ({ dir = '' }, bundle) => {
      for (const name of Object.keys(bundle).filter((one) => /\.(js|css|svg)$/.test(one))) {
        const file = join(dir, name);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(bytes));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/** Puts the script that asks early into the page, to run as soon as it is there, before styles and screens are. */
function runEarly(): Plugin {
  return {
    name: 'run-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => {
        const early = Object.values(bundle).find(
          (one) => one.type === 'chunk' && one.isEntry && one.name === 'early',
        );
        if (early === undefined) throw new Error('the script that asks early was not built');
        const attrs = { type: 'module', async: true, crossorigin: true, src: `/${early.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}

// The staff screens: one page and its hashed assets, without inline scripts (the server's CSP forbids them).
export default defineConfig({
  root: folder('src/web'),
  publicDir: false,
  plugins: [react(), runEarly(), compressAssets()],
  build: {
    outDir: folder('dist/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    target: ['chrome123', 'safari17.5', 'firefox120'],
    // Older targets let the CSS compiler rewrite light-dark(), and the colours of selected rows and clocks vanish.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: { index: folder('src/web/index.html'), early: folder('src/web/early.ts') },
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'first',
              test: /(web[\\/](early|app[\\/](asked-early|kept-preferences))|kit[\\/]instant)\.ts$/,
              priority: 2,
            },
            // What the first screen needs in one file: in fifteen small ones it waited twice for one of the six
            // connections that a browser has for a server.
            { name: 'desk', tags: ['$initial'], priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 4610,
    strictPort: true,
    proxy: { '/api': { target: 'http://localhost:4600', changeOrigin: true } },
  },
});
