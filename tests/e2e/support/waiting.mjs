// Waiting for events with a deadline: the suite never sleeps to wait.

// Sanitizer builds are many times slower; CMake sets this for them.
const patience = Number(process.env.POSTERN_E2E_PATIENCE ?? 1);

/** Milliseconds that something may take before the test fails. */
export const patient = (milliseconds) => milliseconds * patience;

/** `promise`, or an error naming `what` when it takes longer than `milliseconds`. */
export function within(promise, what, milliseconds = 10_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`timed out waiting for ${what}`)), patient(milliseconds));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Values that arrive over time, taken in order by `next`. */
export class Inbox {
  #values = [];
  #takers = [];
  #ended;

  put(value) {
    const taker = this.#takers.shift();
    if (taker) taker.resolve(value);
    else this.#values.push(value);
  }

  /** No value will follow; takers that wait, and later ones, fail with `reason`. */
  end(reason) {
    this.#ended ??= new Error(reason);
    for (const taker of this.#takers.splice(0)) taker.reject(this.#ended);
  }

  /** The oldest value not taken yet, or the next one to arrive. */
  next(what, milliseconds) {
    if (this.#values.length > 0) return Promise.resolve(this.#values.shift());
    if (this.#ended) return Promise.reject(this.#ended);
    const arrival = new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
    return within(arrival, what, milliseconds);
  }

  /** Values that arrived and were not taken. */
  get waiting() { return this.#values.length; }
}

/** Calls `probe` until it returns something true, then returns that. For states without an event. */
export async function eventually(probe, what, milliseconds = 10_000) {
  const deadline = Date.now() + patient(milliseconds);
  for (;;) {
    const result = await probe();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
