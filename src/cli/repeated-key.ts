import { InputProblem } from './input-problem';

/** Told of a key that stands twice in an object, by its path from the top. The last of them counts. */
export type OnRepeatedKey = (path: readonly (string | number)[], line: number) => void;

/** Where nobody is told, nobody would know which of them was meant. @throws InputProblem */
export function refuseRepeatedKey(path: readonly (string | number)[], line: number): never {
  const key = JSON.stringify(path[path.length - 1]);
  throw new InputProblem(`the key ${key.length > 60 ? `${key.slice(0, 60)}…` : key} stands twice`, line);
}
