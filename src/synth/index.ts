export { synthCurves, synthMarket, synthUnderlying, type SynthHooks, type SynthNotes } from "./market";
export { DEFAULT_SYNTH, resolveSynth, SYNTH_VERSION, type SynthInput, type SynthOptions, type SynthSymbol } from "./options";
