/** Files read at the same time: enough to keep disk and copies busy, few enough for a server. */
const AT_ONCE = 4;

/**
 * Runs jobs a few at a time. When some fail, no further one begins, and the error of the first in the list is thrown once all that
 * had begun have ended: nothing writes to memory any more that the caller then reuses.
 */
export async function allTogether(jobs: readonly (() => Promise<void>)[], atOnce = AT_ONCE): Promise<void> {
  const errors: { at: number; error: unknown }[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs.length && errors.length === 0) {
      const at = next++;
      await jobs[at]().catch((error: unknown) => errors.push({ at, error }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  if (errors.length > 0) throw errors.sort((a, b) => a.at - b.at)[0].error;
}
