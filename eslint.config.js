import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Layers that may print, exit and read the environment. */
const SPEAKING = ["src/cli/**", "bench/**", "test/**", "tools/**"];

export default defineConfig(
  // AssemblyScript is TypeScript in spelling only; its compiler, its type check and the architecture test look after it.
  { ignores: ["dist/**", "out/**", "data/**", "node_modules/**", "assembly/**"] },
  {
    files: ["**/*.ts"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "prefer-const": "error",
      "no-var": "error",
      "no-console": "error",
      "no-debugger": "error",
      "no-eval": "error",
      "no-restricted-globals": ["error", { name: "process", message: "Only src/cli and src/node know the process." }],
      "no-restricted-syntax": ["error", { selector: "ExportDefaultDeclaration", message: "Name what you export." }],
      "max-lines": ["warn", 400],
      "max-params": ["error", 5],
      complexity: ["error", 20],
      "@typescript-eslint/ban-ts-comment": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  { files: ["src/node/**"], rules: { "no-restricted-globals": "off" } },
  { files: [...SPEAKING, "*.config.ts"], rules: { "no-console": "off", "no-restricted-globals": "off" } },
  // Formulas of the literature keep their own arguments.
  { files: ["test/**"], rules: { "max-params": "off" } },
  { files: ["*.config.ts", "**/*.d.ts"], rules: { "no-restricted-syntax": "off" } },
);
