import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const gateway = process.env.KUNAI_URL ?? 'http://127.0.0.1:7400'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The gateway's policy allows no inline script, and every browser we support preloads modules by itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    port: 7410,
    // The gateway answers its own origin only, so the development server speaks in that name.
    proxy: {
      '/api': { target: gateway, headers: { origin: gateway } },
    },
  },
})
