export { DEFAULT_SIMULATION, GENERATOR_VERSION, resolveSimulation, type SimulateOptions, type Simulation } from "./options";
export { embeddedName, simulateCurves, simulateMarket, simulateUnderlying, type SimulateHooks, type SimulateProgress } from "./market";
export { TINY_SIMULATION } from "./tiny";
