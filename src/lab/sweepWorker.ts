import { serveSweepWorker } from "../browser";

serveSweepWorker();
