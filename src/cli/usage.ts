/** Wrong usage, or input that cannot be read: the message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {}

/** The value that stands for this word, in any letter case. @throws UsageError */
export function oneOf<T>(option: string, value: string, values: Readonly<Record<string, T>>): T {
  const word = value.toLowerCase();
  if (!Object.hasOwn(values, word)) {
    const names = Object.keys(values);
    throw new UsageError(`${option} ${JSON.stringify(value)} is not ${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`);
  }
  return values[word];
}
