import { MahlerError } from "../errors";

/** The response to a request that succeeded; throws an io error naming the address otherwise. */
export async function fetched(url: string | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw new MahlerError("io", String(url), "cannot be fetched", "check the address and that its server allows this page", { cause });
  }
  if (!response.ok) throw new MahlerError("io", String(url), `the server answers ${response.status}`, "check the address");
  return response;
}
