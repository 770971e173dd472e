import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, type ZlibOptions } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The server that `npm run dev -w web` speaks to. */
const server = process.env.CUEPOINT_URL ?? 'http://127.0.0.1:8484'

const api = '^/(search|stats|system|events|session|samples|uploads|videos|reindex|models)(/|\\?|$)'

export default defineConfig({
  plugins: [react(), preloadFace(), compressAhead()],
  server: {
    proxy: {
      [api]: {
        target: server,
        // Pages and API share their addresses; a browser that asks for a page gets the app.
        bypass: ({ method, headers }) =>
          method === 'GET' && headers.accept?.includes('text/html') ? '/index.html' : undefined,
        // The server refuses requests of a foreign origin.
        changeOrigin: true,
        headers: { origin: server },
      },
    },
  },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The page's policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What most pages share is one file: many small ones compress worse and are asked for one by one.
          groups: [{ name: 'shared', minShareCount: 3 }],
        },
      },
    },
  },
})

/** The face of every page is asked for at once, not when the style sheet has been read. */
function preloadFace(): Plugin {
  const latin = /inter-latin-wght-normal-[^/]*\.woff2$/
  return {
    name: 'preload-face',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => latin.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: {
              rel: 'preload',
              href: `/${file}`,
              as: 'font',
              type: 'font/woff2',
              crossorigin: true,
            },
            injectTo: 'head',
          })),
    },
  }
}

/** Writes `.br` and `.gz` beside what compresses well; the server sends them as they are. */
function compressAhead(): Plugin {
  const gzipped = promisify<Buffer, ZlibOptions, Buffer>(gzip)
  const encoders = {
    br: promisify<Buffer, Buffer>(brotliCompress),
    gz: (bytes: Buffer) => gzipped(bytes, { level: constants.Z_BEST_COMPRESSION }),
  }
  return {
    name: 'compress-ahead',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      for (const file of await readdir(dir, { recursive: true })) {
        if (!/\.(js|css|html|svg)$/.test(file)) continue
        const bytes = await readFile(join(dir, file))
        for (const [extension, encode] of Object.entries(encoders)) {
          await writeFile(join(dir, `${file}.${extension}`), await encode(bytes))
        }
      }
    },
  }
}
