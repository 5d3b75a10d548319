import { expect, it } from "vitest";
import { resultsMarkdown } from "../../src/report/reference";

it("docs/results.md lists every metric, reason and column (npx vitest run test/report/reference.test.ts -u writes it)", async () => {
  await expect(resultsMarkdown()).toMatchFileSnapshot("../../docs/results.md");
});
