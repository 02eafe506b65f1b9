// Waiting: for what arrives unasked, and for what becomes true.
const WAIT_MILLIS = 30_000; // patience with a busy machine, not a promise

/** What arrived, kept until a test looks for it. */
export class Inbox {
  #arrived = [];
  #waiting = [];

  put(value) {
    const waiter = this.#waiting.findIndex(({ wanted }) => wanted(value));
    if (waiter >= 0) {
      this.#waiting.splice(waiter, 1)[0].resolve(value);
    } else {
      this.#arrived.push(value);
    }
  }

  clear() {
    this.#arrived = [];
  }

  /** The first value that is wanted: one that is here, or the next to come. */
  take(wanted = () => true) {
    const here = this.#arrived.findIndex(wanted);
    if (here >= 0) {
      return Promise.resolve(this.#arrived.splice(here, 1)[0]);
    }
    return new Promise((resolve, reject) => {
      const waiter = { wanted, resolve };
      this.#waiting.push(waiter);
      setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        reject(new Error(`nothing of the kind arrived in ${WAIT_MILLIS} ms`));
      }, WAIT_MILLIS).unref();
    });
  }
}

/** Waits until a claim holds. */
export async function eventually(claim, millis = WAIT_MILLIS) {
  const end = Date.now() + millis;
  while (!(await claim())) {
    if (Date.now() > end) {
      throw new Error(`not within ${millis} ms: ${claim}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
