// Compiles the C++ yardstick with whatever compiler the machine has.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as abi from "../../assembly/abi";

const COMPILERS = ["c++", "g++", "clang++"];
/** Contraction would fuse a·b + c and change bits; errno and traps are no results. */
const FLAGS = ["-std=c++17", "-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wextra", "-Wno-unused-function"];

/** Path of the program and the compiler's version line, or null when no compiler is there. Throws when it does not compile. */
export function buildNative(source: string, out: string): { program: string; compiler: string; flags: string } | null {
  const compiler = COMPILERS.find((name) => spawnSync(name, ["--version"]).status === 0);
  if (!compiler) return null;
  mkdirSync(out, { recursive: true });
  const constants = Object.entries(abi).map(([name, value]) => `constexpr ${name === "FIRST_ADDRESS" ? "u32" : "i32"} ${name} = ${value};\n`);
  writeFileSync(join(out, "abi.h"), constants.join(""));
  const program = join(out, "native");
  const built = spawnSync(compiler, [...FLAGS, `-I${out}`, join(source, "main.cpp"), "-o", program], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`${compiler} refused ${source}:\n${built.stderr}`);
  return { program, compiler: spawnSync(compiler, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0], flags: FLAGS.slice(1, -3).join(" ") };
}
