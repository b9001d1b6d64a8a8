// Builds what pages load: one entry for every page, one for each island. Django's manifest finds the hashed names.
// Besides, the typefaces of receipts, which no page loads.
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
      this.emitFile({ type: "asset", fileName: "icon.svg", source: icon(sprite) });
      // The same as dots, for phones that read no SVG; a browser test says when it is not the same any more.
      this.emitFile({ type: "asset", fileName: "icon.png", source: readFileSync("frontend/icon.png") });
    },
  };
}

/** The logo alone, as a picture for the browser's tab. */
function logo(sprite: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" color="#11484a">${shapes(sprite)}</svg>`;
}

/** And on paper, for a phone that cuts it to its shape: what matters lies within four fifths of it. */
function icon(sprite: string): string {
  const paper = /--paper: *(#[0-9a-f]{6})/.exec(readFileSync("frontend/styles/tokens.css", "utf-8"))?.[1];
  return logo(sprite)
    .replace('viewBox="0 0 40 40"', 'viewBox="-10 -9 60 60"')
    .replace(">", `><path fill="${paper}" d="M-10-9h60v60h-60z"/>`);
}

function shapes(sprite: string): string {
  const found = /<symbol id="logo"[^>]*>(.*?)<\/symbol>/s.exec(sprite)?.[1];
  if (!found) throw new Error("the logo is missing in drawings.svg");
  return found;
}

/** For names, in whatever letters people write them. The first that has a letter draws it: ours, if it has it. */
const families: Record<string, string[]> = {
  "titillium-web": ["400", "700"],
  "noto-sans": ["400", "700"],
  "noto-sans-arabic": ["400", "700"],
  "noto-sans-bengali": ["400", "700"],
  "zcool-xiaowei": ["400"],
};

interface Typeface {
  name: string;
  range: string; // as in a style sheet's unicode-range
  weights: string[];
}

/** Fontsource cuts a family into parts, each with the letters that it says. */
function partsOf(family: string): Typeface[] {
  const ranges: Record<string, string> = JSON.parse(readFileSync(`${folder(family)}/unicode.json`, "utf-8"));
  return Object.entries(ranges).map(([part, range]) => ({
    name: `${family}-${part.replace(/[[\]]/g, "")}`,
    range,
    weights: families[family] ?? [],
  }));
}

function folder(family: string): string {
  return `node_modules/@fontsource/${family}`;
}

function typefacesOfReceipts(): Plugin {
  return {
    name: "typefaces-of-receipts",
    generateBundle() {
      const emit = (name: string, source: string | Buffer): string =>
        this.emitFile({ type: "asset", fileName: `typefaces/${name}`, source });
      const found = Object.keys(families).map((family) => ({ family, parts: partsOf(family) }));
      for (const { family, parts } of found)
        for (const { name, weights } of parts)
          for (const weight of weights)
            emit(`${name}-${weight}.woff2`, readFileSync(`${folder(family)}/files/${name}-${weight}-normal.woff2`));
      emit("typefaces.json", JSON.stringify(found.flatMap(({ parts }) => parts)));
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [drawings(), typefacesOfReceipts()],
  build: {
    outDir: "frontend/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: {
      input: [
        `${scripts}/main.ts`,
        `${scripts}/till_worker.ts`,
        `${scripts}/worker.ts`,
        ...["camera", "copy", "keeping", "live", "map", "near", "passkey", "slips", "till", "words"].map((name) => `${scripts}/islands/${name}.ts`),
      ],
    },
  },
});
