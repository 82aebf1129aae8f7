// Unit tests of the scripts: src/**/*.test.ts(x), in a simulated browser. Vitest 3 is the last that runs on Node 20.
import { defineConfig } from "vitest/config";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
