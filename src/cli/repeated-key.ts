import { InputProblem } from './input-problem';
import { TemplatePath } from '../template/template';

/** Told of a key that stands twice in an object, by its path from the top. The last of them counts. */
export type OnRepeatedKey = (path: TemplatePath, line: () => number) => void;

/** Where nobody is told, nobody would know which of them was meant. @throws InputProblem */
export function refuseRepeatedKey(path: TemplatePath, line: () => number): never {
  const key = JSON.stringify(path[path.length - 1]);
  throw new InputProblem(`the key ${key.length > 60 ? `${key.slice(0, 60)}…` : key} stands twice`, line());
}

/** Notes repeated keys in a list. A template that has more of them than this is no work of people. */
export function noteRepeatedKeys(noted: TemplatePath[]): OnRepeatedKey {
  return (path) => {
    if (noted.length < MOST_NOTED) {
      noted.push(path);
    }
  };
}

const MOST_NOTED = 100;
