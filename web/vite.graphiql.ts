import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * GraphiQL's style sheet carries 400 kB of fonts as data: addresses, which the content security policy of the
 * page refuses. The page uses the reader's own fonts (page.css); the editor's icons come as a file with the editor.
 */
const withoutEmbeddedFonts: Plugin = {
  name: "without-embedded-fonts",
  enforce: "pre",
  transform(code, id) {
    return /graphiql.*\.css/.test(id) ? code.replace(/@font-face\s*\{[^}]*\}/g, "") : null;
  },
};

export default defineConfig({
  root: "graphiql",
  base: "./", // the page works under any prefix that a proxy puts before it
  plugins: [withoutEmbeddedFonts, react()],
  worker: { format: "es" }, // the editor's language services, each a file of ours: nothing comes from a CDN
  build: {
    outDir: "../../service/static/graphiql",
    emptyOutDir: true,
    chunkSizeWarningLimit: 5000, // the editor is one large chunk, fetched once
  },
});
