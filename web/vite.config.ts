import { defineConfig } from "vite";

/** Where `npm run dev` finds the API: a running `tidings serve`. */
const api = process.env["TIDINGS_API"] ?? "http://127.0.0.1:8750";

export default defineConfig({
  server: { host: "127.0.0.1", proxy: { "/api": api } },
  build: {
    target: "es2022",
    // A data: address for a small file would need more of the Content-Security-Policy than we ask for.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
