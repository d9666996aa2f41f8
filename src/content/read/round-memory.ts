/** What was made in the round before, so that only what changed is made again. Holds no more than two rounds. */
export interface RoundMemory<Output> {
  /** What was made under the same key in this round or the one before, or what `make` gives. */
  recall(key: string, make: () => Output): Output;
  /** Ends a round. What was not asked for in it is forgotten. */
  endRound(): void;
}

export function createRoundMemory<Output>(): RoundMemory<Output> {
  let before = new Map<string, Output>();
  let now = new Map<string, Output>();
  return {
    recall(key, make) {
      const known = now.get(key) ?? before.get(key) ?? make();
      now.set(key, known);
      return known;
    },
    endRound() {
      before = now;
      now = new Map();
    },
  };
}
