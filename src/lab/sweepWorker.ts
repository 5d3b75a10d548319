import { serveSweepWorker } from "../browser/sweepWorker";

serveSweepWorker();
