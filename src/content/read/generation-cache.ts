/** Outputs by key, for the current generation and the one before, so that only what changed is computed again. */
export interface GenerationCache<Output> {
  /** The output under the key in this generation or the one before, or what `make` returns. */
  getOrCreate(key: string, make: () => Output): Output;
  /** Begins the next generation, and drops what was not asked for in this one. */
  advance(): void;
}

export function createGenerationCache<Output>(): GenerationCache<Output> {
  let previous = new Map<string, Output>();
  let current = new Map<string, Output>();
  return {
    getOrCreate(key, make) {
      const output = current.get(key) ?? previous.get(key) ?? make();
      current.set(key, output);
      return output;
    },
    advance() {
      previous = current;
      current = new Map();
    },
  };
}
