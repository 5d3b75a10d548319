// The fit of `mahler data synth` to real chains: npm run fit:synth -- CORPUS.
const [folder] = process.argv.slice(2);
if (folder !== undefined) process.env.MAHLER_CORPUS = folder;
if (process.env.MAHLER_CORPUS) await import("../test/corpus/synthFit/main");
else process.stderr.write("NOT RUN: name the folder of real market data: npm run fit:synth -- CORPUS\n");

export {};
