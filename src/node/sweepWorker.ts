// Worker thread of a pool: evaluates the batches it is sent.
import { parentPort } from "node:worker_threads";
import { serveSweep } from "../sweep/serve";

const port = parentPort;
const answer = serveSweep((reply, transfer) => port?.postMessage(reply, transfer));
port?.on("message", answer);
