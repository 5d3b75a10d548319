// Views that are made when they come near: what is never looked at is never loaded.

export interface Lazy<T> {
  /** Calls it with the view if there is one yet. */
  use(act: (view: T) => void): void;
}

/** Loads a view when its section comes within a screen's reach, once. */
export function whenNear<T>(section: Element, load: () => Promise<T>, onProblem: (error: unknown) => void): Lazy<T> {
  let view: T | null = null;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    load().then((made) => (view = made), onProblem);
  }, { rootMargin: "100% 0%" });
  observer.observe(section);
  return { use: (act) => void (view && act(view)) };
}
