// What comes first: the engine begins to read the market beside the page while the rest of the page is still on its way.
import { openMarket } from "./opening";

performance.mark("lab-asked");
const first = openMarket({ url: new URL("data/", location.href).href });
first.catch(() => undefined); // told by who waits for it

void import("./main").then(({ begin }) => begin(first));
