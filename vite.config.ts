// Builds what pages load: one entry for every page, one for each island. Django's manifest finds the hashed names.
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const scripts = "frontend/scripts";

function drawings(): Plugin {
  const sprite = readFileSync("frontend/drawings.svg", "utf-8");
  return {
    name: "drawings",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "drawings.svg", source: sprite });
      this.emitFile({ type: "asset", fileName: "logo.svg", source: logo(sprite) });
    },
  };
}

/** The logo alone, as a picture for the browser's tab. */
function logo(sprite: string): string {
  const shapes = /<symbol id="logo"[^>]*>(.*?)<\/symbol>/s.exec(sprite)?.[1];
  if (!shapes) throw new Error("the logo is missing in drawings.svg");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" color="#11484a">${shapes}</svg>`;
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [drawings()],
  build: {
    outDir: "frontend/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: {
      input: [`${scripts}/main.ts`, ...["copy", "live", "words"].map((name) => `${scripts}/islands/${name}.ts`)],
    },
  },
});
