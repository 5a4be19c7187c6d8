import { defineConfig } from "vite";

export default defineConfig({
  root: "explorer",
  base: "./", // the page works under any prefix that a proxy puts before it
  worker: { format: "es" },
  build: { outDir: "../../service/static/explorer", emptyOutDir: true, target: "es2023" },
});
