// Files that people do have, that no format can take, and why.

export interface Refusal {
  problem: string;
  remedy: string;
}

const says = (header: readonly string[], pattern: RegExp): boolean => header.some((name) => pattern.test(name));

/** Why a header that fits no format cannot be imported whatever its names mean, or null when a column map might help. */
export function refusalOf(header: readonly string[]): Refusal | null {
  if (header.length > 1 && header.every((name) => /^-?[\d.: ]*$/.test(name))) {
    return { problem: "has no header line, only numbers, as QuantConnect Lean's files", remedy: "export the chain with named columns" };
  }
  const isChain = says(header, /strike|expir|option/i);
  if (isChain && !says(header, /bid|ask|offer/i)) {
    return { problem: "prints no bid and ask, and last trades are no quotes", remedy: "use a file with bid and ask of every contract" };
  }
  return null;
}
