// A worker of the page's pool.
import { serveSweepWorker } from "../src/browser";

serveSweepWorker();
