// The compiler leaves "./foo" and ".." in declaration files; Node's resolution wants "./foo.js" and "../index.js". Rewrites dist/types in place.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const RELATIVE = /(\bfrom "|\bimport\("|^import ")(\.{1,2}(?:\/[^"]+)?)"/gm;

for (const entry of readdirSync("dist/types", { recursive: true, encoding: "utf8" })) {
  if (!entry.endsWith(".d.ts")) continue;
  const file = join("dist/types", entry);
  const explicit = (specifier) => {
    const target = join(dirname(file), specifier);
    if (existsSync(`${target}.d.ts`)) return `${specifier}.js`;
    if (existsSync(join(target, "index.d.ts"))) return `${specifier}/index.js`;
    return specifier;
  };
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(RELATIVE, (_, before, specifier) => `${before}${explicit(specifier)}"`));
}
