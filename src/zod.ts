// zod in the form that bundlers can take apart: a page carries the kinds of schemas in use and no others. Schemas that run in the browser are made with this one.
import * as z from "zod/mini";

z.config(z.locales.en()); // the words of refusals, which this form leaves to its user

export { z };
